package mica.office.venue;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column holds what, and what holds where a column is missing or a cell is empty.
 *
 * @param columns number of the column, from 0, by name of the field; fields without a column are missing
 * @param sector code for venues whose line names none
 * @param municipality for venues whose address names none of the configured ones; may be empty
 * @param spot name of the one spot of a venue whose line names none
 * @param listed whether the venues are shown on the public list
 * @param mail whether venues with an e-mail address get their posters by mail
 */
public record ImportMapping(
        Map<String, Integer> columns, String sector, String municipality, String spot, boolean listed, boolean mail) {

    /** The fields a column can hold, in the order of the page. */
    public static final List<String> FIELDS = List.of(
            "name",
            "kana",
            "sector",
            "postalCode",
            "municipality",
            "address",
            "phone",
            "contactPerson",
            "email",
            "openingHours",
            "spots");

    private static final Map<String, List<String>> HEADERS = headers();

    private static Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("kana", List.of("カナ", "かな", "フリガナ", "ふりがな", "kana"));
        headers.put("email", List.of("メール", "mail"));
        headers.put("postalCode", List.of("郵便番号", "〒", "postal", "zip"));
        headers.put("phone", List.of("電話", "tel", "phone"));
        headers.put("municipality", List.of("市町村", "市区町村", "municipality"));
        headers.put("sector", List.of("業種", "業態", "sector"));
        headers.put("contactPerson", List.of("担当", "代表者", "責任者", "contact"));
        headers.put("openingHours", List.of("営業時間", "hours"));
        headers.put("spots", List.of("出入口", "席", "フロア", "spot"));
        headers.put("address", List.of("住所", "所在地", "address"));
        headers.put("name", List.of("店名", "店舗名", "施設名", "名称", "屋号", "name"));
        return headers;
    }

    public ImportMapping {
        columns = Map.copyOf(columns);
    }

    /** Guesses the columns by the names in the header; each column is taken once. */
    public static ImportMapping guess(List<String> header, String sector) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        HEADERS.forEach((field, names) -> {
            for (int i = 0; i < header.size(); i++) {
                String name = Normalizer.normalize(header.get(i), Normalizer.Form.NFKC)
                        .toLowerCase(java.util.Locale.ROOT);
                if (!columns.containsKey(field)
                        && !columns.containsValue(i)
                        && names.stream().anyMatch(name::contains)) {
                    columns.put(field, i);
                }
            }
        });
        return new ImportMapping(columns, sector, "", "入口", false, true);
    }

    Optional<Integer> column(String field) {
        return Optional.ofNullable(columns.get(field));
    }
}
