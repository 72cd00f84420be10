package mica.app.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.office.Office;
import mica.office.imports.CsvTable;
import mica.office.imports.ImportMapping;
import mica.office.imports.VenueImport;

/** The venues of a made-up town, imported from a list as an authority imports its own. */
final class TownVenues {

    /** What stands before a name: a word and how it is read. */
    private static final List<String> WORDS = List.of(
            "けやき ケヤキ",
            "つばき ツバキ",
            "すずめ スズメ",
            "ひばり ヒバリ",
            "さくら サクラ",
            "かもめ カモメ",
            "みどり ミドリ",
            "あさひ アサヒ",
            "ゆうひ ユウヒ",
            "しおかぜ シオカゼ",
            "こまち コマチ",
            "やまびこ ヤマビコ",
            "ほたる ホタル",
            "つきみ ツキミ",
            "はなび ハナビ",
            "こはく コハク",
            "るり ルリ",
            "ひすい ヒスイ",
            "まつば マツバ",
            "なのはな ナノハナ");

    /** Sector, kind, how it is read, opening hours, spots. */
    private static final List<List<String>> KINDS = List.of(
            List.of("restaurant", "喫茶", "キッサ", "9:00〜18:00", "入口、窓側、2階席"),
            List.of("izakaya", "酒場", "サカバ", "17:00〜23:00", "カウンター、座敷"),
            List.of("karaoke", "カラオケ", "カラオケ", "11:00〜24:00", "受付、1号室、2号室、3号室"),
            List.of("live", "ホール", "ホール", "催しによる", "1階、2階"),
            List.of("gym", "体操クラブ", "タイソウクラブ", "8:00〜21:00", "受付"),
            List.of("amusement", "遊技場", "ユウギジョウ", "10:00〜22:00", "東口、西口"),
            List.of("lodging", "旅館", "リョカン", "", "フロント、大広間"),
            List.of("care", "デイサービス", "デイサービス", "9:00〜17:00", "玄関"),
            List.of("culture", "資料館", "シリョウカン", "9:30〜16:30", "入口、展示室"),
            List.of("restaurant", "食堂", "ショクドウ", "11:00〜21:00", "入口"));

    private static final String HEADER = "店名,フリガナ,業種,郵便番号,市区町村,住所,電話番号,担当者,メールアドレス,営業時間,出入口";

    private TownVenues() {}

    /** Imports so many. @param reviewer who does */
    static void add(Office office, List<String> municipalities, int count, UUID reviewer) {
        StringBuilder list = new StringBuilder(HEADER).append('\n');
        for (int number = 0; number < count; number++) {
            list.append(line(number, municipalities.get(number % municipalities.size())))
                    .append('\n');
        }
        byte[] content = list.toString().getBytes(StandardCharsets.UTF_8);
        CsvTable table = ((CsvTable.Outcome.Read) CsvTable.read(content)).table();
        ImportMapping guessed = ImportMapping.guess(table, "restaurant");
        ImportMapping mapping = new ImportMapping(
                guessed.headerLine(), guessed.columns(), Map.of(), "restaurant", "", "入口", true, false);
        VenueImport.Starting started = office.imports().start("demo-town.csv", content, mapping, false, reviewer);
        if (!(started instanceof VenueImport.Starting.Started)) {
            throw new IllegalStateException("the town's list has wrong lines");
        }
        office.imports().resume();
    }

    private static String line(int number, String municipality) {
        List<String> kind = KINDS.get(number % KINDS.size());
        String[] word = WORDS.get(number / KINDS.size() % WORDS.size()).split(" ");
        int round = number / KINDS.size() / WORDS.size();
        String branch = round == 0 ? "" : "　" + (round + 1) + "号店";
        String branchKana = round == 0 ? "" : "　" + (round + 1) + "ゴウテン";
        return List.of(
                        "デモ" + kind.get(1) + "　" + word[0] + branch,
                        "デモ" + kind.get(2) + "　" + word[1] + branchKana,
                        kind.get(0),
                        "980" + "%04d".formatted(number % 10_000),
                        municipality,
                        municipality + "デモ町" + (number + 2) + "番地",
                        "022-000-" + "%04d".formatted((number + 2) % 10_000),
                        "店舗担当",
                        "venue" + (number + 1) + "@example.jp",
                        kind.get(3),
                        kind.get(4))
                .stream()
                .collect(Collectors.joining(","));
    }
}
