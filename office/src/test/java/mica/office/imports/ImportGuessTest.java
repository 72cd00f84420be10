package mica.office.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.venue.VenueDetails;
import mica.office.officers.Role;
import mica.office.venues.Venue;
import mica.office.web.TestConsole;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as offices really write them. */
class ImportGuessTest {

    /** The columns of the national standard for food businesses. */
    private static final String STANDARD = "全国地方公共団体コード,ID,地方公共団体名,施設名称,施設名称_カナ,施設名称_英字,営業の種類,業態,所在地_全国地方公共団体コード,町字ID,"
            + "所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,施設方書,緯度,経度,施設電話番号,"
            + "連絡先メールアドレス,郵便番号,法人名,法人番号\r\n"
            + "042021,0001,宮城県石巻市,見本食堂,ミホンショクドウ,,飲食店営業,,042021,,宮城県石巻市穀町1-1,宮城県,石巻市,穀町,1-1,,,,"
            + "0225-00-0001,,9860825,,\r\n"
            + "042021,0002,宮城県石巻市,見本喫茶,ミホンキッサ,,喫茶店営業,,042021,,宮城県石巻市立町2-2,宮城県,石巻市,立町,2-2,,,,"
            + "0225-00-0002,,9860824,,\r\n";

    private static TestConsole console;
    private static TestConsole.Browser reviewer;

    @BeforeAll
    static void start() {
        console = new TestConsole();
        reviewer = console.signedIn(Role.REVIEWER);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CsvTable table(byte[] content) {
        return ((CsvTable.Outcome.Read) CsvTable.read(content)).table();
    }

    private static List<ImportLine> lines(CsvTable table) {
        return console.imports
                .preview(table, ImportMapping.guess(table, "restaurant"))
                .lines();
    }

    @Test
    void the_national_standards_columns_are_found_and_codes_are_no_addresses() {
        CsvTable table = table(utf8("\uFEFF" + STANDARD));
        Map<String, Integer> columns = ImportMapping.guess(table, "restaurant").columns();
        assertThat(columns)
                .containsEntry("name", 3)
                .containsEntry("kana", 4)
                .containsEntry("sector", 6)
                .containsEntry("address", 10)
                .containsEntry("phone", 18)
                .containsEntry("email", 19)
                .containsEntry("postalCode", 20)
                .doesNotContainKey("address2");
        VenueDetails first = lines(table).getFirst().details();
        assertThat(first.address()).isEqualTo("宮城県石巻市穀町1-1");
        assertThat(first.municipality()).isEqualTo("石巻市");
        assertThat(first.phone()).isEqualTo("0225-00-0001");
        assertThat(first.sector()).isEqualTo("restaurant");
        assertThat(lines(table)).extracting(ImportLine::verdict).containsOnly(ImportLine.Verdict.RIGHT);
    }

    @Test
    void parts_of_an_address_are_put_together_where_no_column_has_it_whole() {
        CsvTable table = table(utf8("""
            施設名称,所在地_全国地方公共団体コード,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,施設方書
            見本食堂,042021,宮城県,石巻市,穀町,1-1,見本ビル2F
            """));
        assertThat(lines(table).getFirst().details().address()).isEqualTo("宮城県石巻市穀町1-1 見本ビル2F");
        CsvTable two = table(utf8("店名,市町村,住所\n見本食堂,石巻市,穀町3-3\n"));
        assertThat(lines(two).getFirst().details().address()).isEqualTo("石巻市穀町3-3");
        CsvTable whole = table(utf8("店名,市町村,住所\n見本食堂,石巻市,石巻市穀町4-4\n"));
        assertThat(lines(whole).getFirst().details().address()).isEqualTo("石巻市穀町4-4");
    }

    @Test
    void the_header_is_found_below_titles_and_comments_and_what_was_skipped_is_said() {
        byte[] titled = "飲食店一覧,,\r\n,,令和8年4月1日現在\r\n店舗名,住所,電話番号\r\n見本食堂,石巻市穀町1-1,0225-00-0001\r\n"
                .getBytes(Charset.forName("windows-31j"));
        CsvTable table = table(titled);
        assertThat(table.headerLine()).isEqualTo(3);
        assertThat(table.above()).extracting(CsvTable.CsvRow::words).containsExactly("飲食店一覧", "令和8年4月1日現在");
        assertThat(lines(table)).singleElement().satisfies(line -> {
            assertThat(line.line()).isEqualTo(4);
            assertThat(line.verdict()).isEqualTo(ImportLine.Verdict.RIGHT);
        });
        CsvTable commented = table(utf8("# # 飲食店の店名と住所\n# 毎月更新\n店舗名\t住所\n見本食堂\t石巻市穀町1-1\n"));
        assertThat(commented.header()).containsExactly("店舗名", "住所");
        CsvTable unknown = table(utf8("お知らせ,,\nあ,い,う\n見本食堂,石巻市穀町1-1,x\n"));
        assertThat(unknown.headerLine()).isEqualTo(2);
        Document page = Jsoup.parse(reviewer.get(uploaded("titles.csv", titled)).body());
        assertThat(page.text()).contains("表の上の2行（表題など）は、読み飛ばしました").contains("2行目：令和8年4月1日現在");
        assertThat(page.select("#header-line option[selected]").text()).isEqualTo("3行目：店舗名 住所 電話番号");
    }

    @Test
    void columns_without_known_names_are_known_by_their_values() {
        CsvTable table = table(utf8("""
            A,B,C,D,E
            101,見本食堂,石巻市穀町1-1,0225-00-0001,shop@example.jp
            102,見本喫茶,石巻市立町2-2,0225-00-0002,
            """));
        assertThat(ImportMapping.guess(table, "restaurant").columns())
                .isEqualTo(Map.of("address", 2, "phone", 3, "email", 4));
    }

    @Test
    void a_file_without_a_header_begins_with_a_venue() {
        CsvTable table = table(utf8("見本食堂,石巻市穀町1-1,0225-00-0001\n見本喫茶,石巻市立町2-2,0225-00-0002\n"));
        assertThat(table.headerLine()).isEqualTo(CsvTable.NO_HEADER);
        assertThat(table.rows()).hasSize(2);
        assertThat(ImportMapping.guess(table, "restaurant").columns()).isEqualTo(Map.of("address", 1, "phone", 2));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "=\"0225-00-0001\", 0225-00-0001",
                "'0225-00-0001, 0225-00-0001",
                "＝”０２２５－００－０００１”, 0225-00-0001",
                "0225-00-0001（代表）, 0225-00-0001",
                "(0225)00-0001(代), 0225-00-0001",
                "TEL:0225-00-0001, 0225-00-0001",
                "電話 0225-00-0001, 0225-00-0001",
                "+81-225-00-0001, 0225-00-0001",
                "225000001, 0225000001",
                "9000000001, 09000000001",
                "2.2E+08, ||",
                "2.25E8, ||",
                "電話なし, ||",
                "なし, ||",
                "0225-00, ||",
                "0225-00-0001/0225-00-0002, ||"
            })
    void telephone_numbers_are_read_as_in_the_application_form(String typed, String kept) {
        CsvTable table = table(utf8("店名,住所,電話番号\n見本,石巻市穀町1-1,\"" + typed.replace("\"", "\"\"") + "\"\n"));
        ImportLine line = lines(table).getFirst();
        assertThat(line.details().phone()).isEqualTo(kept);
        assertThat(line.verdict()).isEqualTo(kept.isEmpty() ? ImportLine.Verdict.WRONG : ImportLine.Verdict.RIGHT);
        boolean zeroLost = typed.startsWith("2250") || typed.startsWith("9000");
        assertThat(line.notes()).extracting(ImportLine.Problem::key).hasSize(zeroLost ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "宮城県仙台市青葉区本町3-8-1, 仙台市",
        "〒980-8570 宮城県 仙台市青葉区本町3-8-1, 仙台市",
        "仙台市泉区1-1, 仙台市",
        "石巻市1-1, 石巻市",
        "福島県石巻市1-1, ''",
        "福井県吉田郡永平寺町1-1, ''",
        "東京都港区1-1, ''",
        "どこか1-1, ''"
    })
    void a_municipality_is_one_of_the_national_list(String address, String municipality) {
        CsvTable table = table(utf8("店名,住所\n見本," + address + "\n"));
        ImportLine line = lines(table).getFirst();
        assertThat(line.details().municipality()).isEqualTo(municipality);
        assertThat(line.verdict())
                .isEqualTo(municipality.isEmpty() ? ImportLine.Verdict.WRONG : ImportLine.Verdict.RIGHT);
    }

    @ParameterizedTest
    @CsvSource({
        "宮城県宮城郡七ヶ浜町1-1, 宮城県, 七ヶ浜町",
        "七ケ浜町1-1, 宮城県, 七ヶ浜町",
        "茨城県龍ヶ崎市1-1, 茨城県, 龍ケ崎市",
        "竜が崎市1-1, 茨城県, 龍ケ崎市",
        "塩釜市1-1, 宮城県, 塩竈市",
        "郡山市1-1, 福島県, 郡山市",
        "奈良県大和郡山市1-1, 奈良県, 大和郡山市",
        "岐阜県郡上市1-1, 岐阜県, 郡上市",
        "北海道伊達市1-1, 北海道, 伊達市",
        "和歌山県西牟婁郡白浜町1-1, 和歌山県, 白浜町",
        "市川三郷町1-1, 山梨県, 市川三郷町",
        "東京都府中市1-1, 東京都, 府中市"
    })
    void the_longest_name_in_any_spelling_decides(String address, String prefecture, String name) {
        assertThat(Municipalities.ofJapan().beginning(address, any -> true))
                .contains(new Municipalities.NamedMunicipality(prefecture, name));
    }

    @Test
    void the_list_is_that_of_all_japan() {
        // 1,741 and six villages of the Kuril Islands.
        assertThat(Municipalities.ofJapan().count()).isEqualTo(1_747);
    }

    @Test
    void words_for_sectors_are_known_and_can_be_corrected() {
        byte[] file = utf8("店名,住所,業種\n一,石巻市1-1,飲食店営業\n二,石巻市1-2,カラオケボックス\n三,石巻市1-3,宇宙港\n四,石巻市1-4,ハンバーガー店\n");
        CsvTable table = table(file);
        assertThat(lines(table))
                .extracting(line -> line.details().sector())
                .containsExactly("restaurant", "karaoke", "", "restaurant");
        String path = uploaded("sectors.csv", file);
        Document page = Jsoup.parse(reviewer.get(path).body());
        Map<String, String> form = fields(page);
        assertThat(form).containsEntry("sector-text-2", "宇宙港").containsEntry("sector-word-2", "");
        form.put("sector-word-2", "karaoke");
        assertThat(reviewer.post(path + "/mapping", form).statusCode()).isEqualTo(303);
        assertThat(Jsoup.parse(reviewer.get(path).body()).select(".tiles li").eachText())
                .startsWith("4登録できる行", "0問題のある行");
    }

    @Test
    void everything_that_was_guessed_can_be_changed_on_the_page() {
        byte[] file = utf8("店名,住所\n本当の店名,本当の住所\n見本食堂,石巻市穀町5-5\n");
        String path = uploaded("twice.csv", file);
        assertThat(Jsoup.parse(reviewer.get(path).body()).select(".tiles li").eachText())
                .startsWith("1登録できる行", "1問題のある行");
        Map<String, String> form = fields(Jsoup.parse(reviewer.get(path).body()));
        form.put("header-line", "2");
        assertThat(reviewer.post(path + "/mapping", form).statusCode()).isEqualTo(303);
        Document page = Jsoup.parse(reviewer.get(path).body());
        assertThat(page.select("#column-name option").eachText()).contains("1: 本当の店名");
        assertThat(page.select(".tiles li").eachText()).startsWith("1登録できる行", "0問題のある行");
        form = fields(page);
        form.put("header-line", "-1");
        reviewer.post(path + "/mapping", form);
        assertThat(Jsoup.parse(reviewer.get(path).body()).text()).contains("3行を読み取りました");
        form = fields(Jsoup.parse(reviewer.get(path).body()));
        form.put("column-name", "0");
        form.put("column-address", "1");
        form.put("header-line", "x");
        assertThat(reviewer.post(path + "/mapping", form).statusCode()).isEqualTo(303);
    }

    @Test
    void a_repeated_header_is_no_venue() {
        CsvTable table = table(utf8("店名,住所\n見本食堂,石巻市1-1\n店名,住所\n見本喫茶,石巻市1-2\n"));
        ImportMapping all = new ImportMapping(
                0, Map.of("name", 0, "address", 1), Map.of(), "restaurant", "石巻市", "入口", false, false);
        assertThat(console.imports.preview(table, all).lines())
                .extracting(ImportLine::verdict)
                .containsExactly(ImportLine.Verdict.RIGHT, ImportLine.Verdict.WRONG, ImportLine.Verdict.RIGHT);
    }

    @Test
    void a_terminal_is_told_the_guess() {
        CsvTable table = table(utf8("一覧\n店名,住所,備考,業種\n見本食堂,石巻市1-1,,食堂\n"));
        assertThat(console.imports.guess(table, ImportMapping.guess(table, "restaurant")))
                .containsExactly(
                        "encoding: UTF-8",
                        "line 1 skipped: 一覧",
                        "header: line 2",
                        "name          <- column 1 店名 (見本食堂)",
                        "sector        <- column 4 業種 (食堂)",
                        "address       <- column 2 住所 (石巻市1-1)",
                        "not used: 3 備考",
                        "sector 食堂 -> restaurant");
    }

    @Test
    void a_postal_code_gets_its_lost_zero_back_and_says_so() {
        CsvTable table = table(utf8("店名,住所,郵便番号\n見本,石巻市1-1,600001\n見本二,石巻市1-2,9860825\n"));
        assertThat(lines(table)).extracting(line -> line.details().postalCode()).containsExactly("0600001", "9860825");
        assertThat(lines(table)).extracting(line -> line.notes().size()).containsExactly(1, 0);
    }

    @Test
    void a_mended_telephone_number_is_told_in_the_report() {
        byte[] file = utf8("店名,住所,電話番号\n見本食堂,石巻市穀町6-6,225000006\n");
        UUID officer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        CsvTable table = table(file);
        UUID id = ((VenueImport.Starting.Started) console.imports.start(
                        "zero.csv", file, ImportMapping.guess(table, "restaurant"), false, officer))
                .id();
        console.imports.resume();
        assertThat(reviewer.get("/imports/" + id + "/report.csv").body()).contains("「225000006」は先頭の0が失われています");
    }

    @Test
    void what_a_poster_cannot_print_is_told_by_line_and_with_the_venue() {
        byte[] file = utf8("店名,住所,席\nらーめん 𪚥,石巻市穀町7-7,\n물론 ☕,石巻市穀町7-8,葛\uDB40\uDD00の間\n荟華楼,石巻市穀町7-9,\n");
        String path = uploaded("letters.csv", file);
        assertThat(Jsoup.parse(reviewer.get(path).body()).text())
                .contains("登録できますが、確かめてほしい行（2行）")
                .contains("このとおりには印刷できない文字があります：𪚥");
        assertThat(reviewer.post(path + "/start", Map.of()).statusCode()).isEqualTo(303);
        console.imports.resume();
        for (int i = 0;
                i < 600 && console.venues.search("らーめん 𪚥", null, null, 1).isEmpty();
                i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        Venue venue = console.venues.search("らーめん 𪚥", null, null, 1).getFirst();
        assertThat(Jsoup.parse(reviewer.get("/venues/" + venue.code()).body())
                        .select("#print")
                        .text())
                .contains("ポスターでは「らーめん 〓」になります");
    }

    private static String uploaded(String name, byte[] file) {
        return reviewer.upload("/imports", "file", name, file)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static Map<String, String> fields(Document page) {
        Map<String, String> fields = new HashMap<>();
        page.select("form[action$=/mapping] input[type=hidden], form[action$=/mapping] input[type=text]")
                .forEach(input -> fields.put(input.attr("name"), input.val()));
        page.select("form[action$=/mapping] select")
                .forEach(select -> fields.put(
                        select.attr("name"), select.select("option[selected]").attr("value")));
        return fields;
    }
}
