package mica.office.imports;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import mica.exchange.venue.VenueField;

/** How columns are named in lists of venues, the national standard's among them (自治体標準オープンデータセット). */
final class ColumnNames {

    /** How well a name speaks of a field. */
    enum Match {
        NONE,
        WITHIN,
        EXACT
    }

    private static final int LONGEST = 40;
    private static final Pattern NO_CONTENT =
            Pattern.compile("コード|(?<![a-z])(id|code|no)(?![a-z])|町字id|緯度|経度|url|ホームページ");
    private static final Pattern LATIN = Pattern.compile("[a-z]+");

    /** In the order in which a column is given away, the narrower words first. */
    private static final Map<String, List<String>> NAMES = names();

    private ColumnNames() {}

    private static Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put(VenueField.KANA.key(), List.of("カナ", "かな", "フリガナ", "ふりがな", "よみ", "読み", "kana"));
        names.put(VenueField.EMAIL.key(), List.of("メール", "メールアドレス", "eメール", "email", "e-mail", "mail"));
        names.put(VenueField.POSTAL_CODE.key(), List.of("郵便番号", "〒", "postal", "zip"));
        names.put(VenueField.PHONE.key(), List.of("電話番号", "電話", "施設電話番号", "tel", "phone", "telephone", "連絡先"));
        names.put(
                VenueField.MUNICIPALITY.key(),
                List.of("市区町村", "市町村", "市区町村名", "市町村名", "所在地_市区町村", "自治体名", "municipality"));
        names.put(
                VenueField.SECTOR.key(), List.of("業種", "業態", "営業の種類", "営業種類", "営業種別", "施設種別", "業種名", "ジャンル", "sector"));
        names.put(VenueField.CONTACT_PERSON.key(), List.of("担当者", "担当", "代表者", "責任者", "contact"));
        names.put(VenueField.OPENING_HOURS.key(), List.of("営業時間", "開店時間", "hours"));
        names.put(VenueField.SPOTS, List.of("出入口", "席", "フロア", "場所の名前", "spot"));
        names.put(
                VenueField.ADDRESS.key(),
                List.of("所在地_連結表記", "住所", "所在地", "店舗住所", "施設所在地", "営業所所在地", "店舗所在地", "address"));
        names.put(VenueField.NAME.key(), List.of("施設名称", "店名", "店舗名", "店舗名称", "施設名", "名称", "屋号", "営業所名称", "name"));
        return names;
    }

    static Iterable<String> fields() {
        return NAMES.keySet();
    }

    static String folded(String header) {
        return Normalizer.normalize(header, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
    }

    static Match match(String field, String header) {
        if (header.isBlank() || header.length() > LONGEST) {
            return Match.NONE;
        }
        String name = folded(header);
        List<String> known = NAMES.getOrDefault(field, List.of());
        if (NO_CONTENT.matcher(name).find()) {
            return Match.NONE;
        }
        if (known.contains(name)) {
            return Match.EXACT;
        }
        return known.stream().anyMatch(word -> holds(name, word)) ? Match.WITHIN : Match.NONE;
    }

    /** Latin words as whole ones: a hotel has no telephone in its name. */
    private static boolean holds(String name, String word) {
        return LATIN.matcher(word).matches()
                ? Pattern.compile("(?<![a-z])" + word + "(?![a-z])")
                        .matcher(name)
                        .find()
                : name.contains(word);
    }

    /** Whether a column holds a part of an address, and which: the smaller the number, the earlier it stands. */
    static int partOfAddress(String header) {
        String name = folded(header);
        if (NO_CONTENT.matcher(name).find() || name.contains("カナ") || name.contains("英字")) {
            return -1;
        }
        String[][] parts = {{"都道府県"}, {"市区町村", "市町村"}, {"町字", "町域", "大字", "町名"}, {"番地", "丁目"}, {"方書", "建物", "ビル名"}};
        for (int i = 0; i < parts.length; i++) {
            for (String part : parts[i]) {
                if (name.contains(part)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
