package mica.office.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.directory.DirectoryStore;
import mica.office.officers.Role;
import mica.office.venues.PlaceKeys;
import mica.office.venues.Venue;
import mica.office.web.TestConsole;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VenueImportTest {

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

    private static CsvTable table(byte[] content) {
        return ((CsvTable.Outcome.Read) CsvTable.read(content)).table();
    }

    private static CsvTable.Refusal refusal(byte[] content) {
        return ((CsvTable.Outcome.Refused) CsvTable.read(content)).reason();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void files_of_usual_encodings_and_delimiters_are_read_alike() {
        String text = "認証番号,店名,住所\r\n1,\"居酒屋\n和火\",福井県福井市順化1-17-21\r\n2,①喫茶～,大野市茜町205\r\n";
        List<byte[]> files = List.of(
                utf8(text),
                utf8("\uFEFF" + text),
                text.getBytes(Charset.forName("windows-31j")),
                utf8("\uFEFF" + text).length > 0 ? ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE) : null,
                utf8(text.replace(',', '\t')),
                utf8(text.replace(',', ';')));
        for (byte[] file : files) {
            CsvTable table = table(file);
            assertThat(table.header()).containsExactly("認証番号", "店名", "住所");
            assertThat(table.rows()).hasSize(2);
            assertThat(table.rows().get(0).cells().get(1)).isEqualTo("居酒屋\n和火");
            assertThat(table.rows().get(1).line()).isEqualTo(4);
        }
    }

    @Test
    void files_that_are_no_tables_are_refused_with_the_reason() {
        assertThat(refusal(new byte[0])).isEqualTo(CsvTable.Refusal.EMPTY);
        assertThat(refusal(utf8("\uFEFF \r\n"))).isEqualTo(CsvTable.Refusal.EMPTY);
        assertThat(refusal(utf8("店名,住所\r\n"))).isEqualTo(CsvTable.Refusal.NO_ROWS);
        assertThat(refusal(new byte[] {'P', 'K', 3, 4, 20, 0})).isEqualTo(CsvTable.Refusal.SPREADSHEET_BINARY);
        assertThat(refusal(new byte[] {(byte) 0xFD, (byte) 0xFE, (byte) 0xFF, 1}))
                .isEqualTo(CsvTable.Refusal.ENCODING);
        assertThat(refusal(utf8("店名,住所\r\n\"a\"b,c\r\n"))).isEqualTo(CsvTable.Refusal.QUOTES);
    }

    private static ImportMapping mapping(CsvTable table) {
        return ImportMapping.guess(table, "restaurant");
    }

    @Test
    void the_columns_are_guessed_by_their_names() {
        CsvTable table = table(
                utf8("認証番号,フリガナ,店舗名,ﾒｰﾙｱﾄﾞﾚｽ,所在地,電話番号,更新日\n1,ショクドウ,食堂,a@example.jp,福井市1-1,0776-00-0000,2021-08-11\n"));
        assertThat(ImportMapping.guess(table, "restaurant").columns())
                .isEqualTo(Map.of("kana", 1, "name", 2, "email", 3, "address", 4, "phone", 5));
    }

    @Test
    void each_line_gets_its_verdict() {
        CsvTable table = table(utf8("""
            店名,住所,メール,業種
            ラーメン一番,福井県福井市順化1-17-21,shop@example.jp,
            ,福井市1-1,,
            名前だけ,,,
            壊れたメール,福井市2-2,a@b@c,
            知らない業種,福井市3-3,,宇宙港
            ラーメン　一番,福井市順化１丁目１７番地２１号,,
            遠くの店,東京都港区1-1,,
            =HYPERLINK("x"),福井市4-4,,
            """));
        VenueImport.Preview preview = console.imports.preview(table, mapping(table));
        assertThat(preview.lines())
                .extracting(ImportLine::verdict)
                .containsExactly(
                        ImportLine.Verdict.RIGHT,
                        ImportLine.Verdict.WRONG,
                        ImportLine.Verdict.WRONG,
                        ImportLine.Verdict.WRONG,
                        ImportLine.Verdict.WRONG,
                        ImportLine.Verdict.DUPLICATE,
                        ImportLine.Verdict.WRONG,
                        ImportLine.Verdict.RIGHT);
        assertThat(preview.lines().get(0).details().municipality()).isEqualTo("福井市");
        assertThat(preview.lines().get(0).details().sector()).isEqualTo("restaurant");
    }

    @Test
    void a_municipality_is_what_the_address_begins_with_and_no_part_of_another() {
        CsvTable table = table(utf8("""
            店名,住所
            県から,福井県坂井市三国町1-1
            市から,大野市中保22-1-1
            郵便番号から,〒910-0000 福井県 福井市順化1-1
            郡から,吉田郡福井市1-1
            町名が同じ,滋賀県大津市福井市場1-1
            建物の名が同じ,滋賀県大津市1-1 石巻市会館
            """));
        assertThat(console.imports.preview(table, mapping(table)).lines())
                .extracting(line -> line.details().municipality())
                .containsExactly("坂井市", "大野市", "福井市", "福井市", "", "");
    }

    @Test
    void the_reasons_are_counted_before_single_lines_are_shown() {
        StringBuilder csv = new StringBuilder("店名,住所\n正しい店,福井市7-7\n,福井市6-6\n");
        for (int i = 1; i <= 300; i++) {
            csv.append("遠くの店 ").append(i).append(",東京都港区").append(i).append('\n');
        }
        String path = reviewer.upload("/imports", "file", "far.csv", utf8(csv.toString()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Document page = Jsoup.parse(reviewer.get(path).body());
        assertThat(page.select("table.fit tbody tr").eachText())
                .startsWith("市町村：「東京都港区」は、対象の市町村ではありません。 300")
                .hasSize(2);
        assertThat(page.select("details table tbody tr")).hasSize(200);
        assertThat(requireNonNull(page.selectFirst("details")).hasAttr("open")).isFalse();
    }

    private static byte[] manyVenues(int count) {
        StringBuilder csv = new StringBuilder("\uFEFF認証番号,店名,住所,更新日\r\n");
        String[] nasty = {"𠮷野家 髙﨑", "葛󠄀切り処", "カフェ🍰", "居酒屋 \"\"和火\"\"", "ＡＢＣ　バー", "<b>太字</b>", "O'Brien & Co"};
        for (int i = 0; i < count; i++) {
            csv.append(i)
                    .append(",\"")
                    .append(nasty[i % nasty.length])
                    .append(' ')
                    .append(i)
                    .append("\",福井県坂井市三国町")
                    .append(i / 3)
                    .append("-1 ビル")
                    .append(i)
                    .append("F,2021-08-11\r\n");
        }
        return utf8(csv.toString());
    }

    @Test
    void many_venues_are_imported_published_and_not_twice() {
        byte[] file = manyVenues(1_610);
        CsvTable table = table(file);
        UUID officer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        UUID id = ((VenueImport.Starting.Started)
                        console.imports.start("many.csv", file, mapping(table), false, officer))
                .id();
        console.imports.resume();
        VenueImport.ImportProgress progress = console.imports.progress(id).orElseThrow();
        assertThat(progress).isEqualTo(new VenueImport.ImportProgress(true, 1_610, 1_610, 1_610));
        DirectoryStore directory =
                new DirectoryStore(console.databases.exchange().jdbi());
        Venue venue = console.venues.search("葛󠄀切り処 1", null, null, 1).getFirst();
        assertThat(directory.venue(venue.code())).isPresent();
        assertThat(directory.spots(venue.code())).hasSize(1);
        assertThat(console.imports.start("many.csv", file, mapping(table), false, officer))
                .isInstanceOf(VenueImport.Starting.LinesWrong.class);
    }

    @Test
    void an_import_that_was_interrupted_goes_on_where_it_stopped() {
        byte[] file = utf8(new String(manyVenues(250), StandardCharsets.UTF_8).replace("坂井市", "大野市"));
        CsvTable table = table(file);
        UUID officer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        UUID id = ((VenueImport.Starting.Started)
                        console.imports.start("broken.csv", file, mapping(table), false, officer))
                .id();
        console.office.jdbi().useHandle(handle -> {
            handle.execute("create function stop_import() returns trigger language plpgsql as $$ begin"
                    + " if new.line > 150 then raise exception 'power cut'; end if; return new; end $$");
            handle.execute("create trigger stop_import before insert on venue_import_line"
                    + " for each row execute function stop_import()");
        });
        try {
            console.imports.resume();
        } catch (org.jdbi.v3.core.JdbiException powerCut) {
            assertThat(powerCut.getMessage()).contains("power cut");
        }
        console.office.jdbi().useHandle(handle -> handle.execute("drop function stop_import cascade"));
        assertThat(console.imports.progress(id).orElseThrow().done()).isEqualTo(100);
        console.now.updateAndGet(now -> now.plusSeconds(120));
        console.imports.resume();
        assertThat(console.imports.progress(id).orElseThrow())
                .isEqualTo(new VenueImport.ImportProgress(true, 250, 250, 250));
        assertThat(console.venues.search("大野市三国町0-1 ビル0F", null, null, 10)).hasSize(1);
    }

    @Test
    void nothing_is_imported_from_a_file_with_a_wrong_line_unless_asked_to() {
        HttpResponse<String> uploaded = reviewer.upload(
                "/imports", "file", "C:\\x\\一覧.csv", utf8("店名,住所,メール\r\n正しい店,福井市9-9-9,\r\n@壊れた店,福井市8-8,x\r\n"));
        assertThat(uploaded.statusCode()).isEqualTo(303);
        String path = uploaded.headers().firstValue("Location").orElseThrow();
        assertThat(reviewer.get(path).body()).contains("正しい店").contains("メールアドレス：メールアドレスに「@」がありません");
        HttpResponse<String> refused = reviewer.post(path + "/start", Map.of());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(console.venues.search("正しい店", null, null, 10)).isEmpty();
        assertThat(reviewer.post(path + "/start", Map.of("right-ones", "on")).statusCode())
                .isEqualTo(303);
        console.imports.resume();
        await(path);
        assertThat(console.venues.search("正しい店", null, null, 10)).hasSize(1);
        reviewer.post(path + "/start", Map.of("right-ones", "on"));
        console.imports.resume();
        assertThat(console.venues.search("正しい店", null, null, 10)).hasSize(1);
        String report = reviewer.get(path + "/report.csv").body();
        assertThat(report).startsWith("\uFEFF").contains("'@壊れた店").contains("正しい店");
        reviewer.post(path + "/posters", Map.of());
        console.imports.resume();
        for (int i = 0; i < 200 && reviewer.get(path + "/posters.pdf").statusCode() != 200; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        assertThat(reviewer.get(path + "/posters.pdf").body()).startsWith("%PDF");
    }

    /** The page works in the background; it is done when it says so. */
    private static void await(String path) {
        for (int i = 0; i < 200 && !reviewer.get(path).body().contains("report.csv"); i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        assertThat(reviewer.get(path).body()).contains("report.csv");
    }

    @Test
    void files_that_cannot_be_read_get_a_clear_word() {
        assertThat(upload("a.xlsx", new byte[] {'P', 'K', 3, 4})).contains("CSV UTF-8（コンマ区切り）");
        assertThat(upload("empty.csv", new byte[0])).contains("ファイルが空です");
        assertThat(upload("", utf8("店名,住所\r\na,b\r\n"))).contains("ファイルを選んでください");
        HttpResponse<String> cutOff = reviewer.send(
                "POST",
                "/imports",
                HttpRequest.BodyPublishers.ofString("--edge\r\nContent-Disposition: form-data; name=\"file\""),
                "multipart/form-data; boundary=edge");
        assertThat(cutOff.statusCode()).isEqualTo(422);
        assertThat(cutOff.body()).contains("途中で切れている");
        assertThat(upload("large.csv", new byte[30_000_000])).contains("ファイルが大きすぎます");
        HttpResponse<String> columns = reviewer.upload("/imports", "file", "columns.csv", utf8("foo,bar\r\n1,2\r\n"));
        String path = columns.headers().firstValue("Location").orElseThrow();
        Map<String, String> form = new HashMap<>(Map.of("default-sector", "restaurant", "default-spot", "入口"));
        HttpResponse<String> unmapped = reviewer.post(path + "/mapping", form);
        assertThat(unmapped.statusCode()).isEqualTo(422);
        assertThat(unmapped.body()).contains("この項目の列を選んでください");
        form.put("column-name", "99");
        form.put("column-address", "x");
        assertThat(reviewer.post(path + "/mapping", form).statusCode()).isEqualTo(422);
    }

    private static String upload(String name, byte[] content) {
        HttpResponse<String> answer = reviewer.upload("/imports", "file", name, content);
        assertThat(answer.statusCode()).isEqualTo(422);
        return answer.body();
    }

    @Test
    void spellings_of_one_address_have_one_key() {
        List<String> same =
                List.of("福井県福井市順化1-17-21", "福井市順化１丁目１７番２１号", "福井市順化一丁目十七番地21", "福井市 順化 1ー17ー21", "福井市順化1‐17−21");
        assertThat(same.stream().map(PlaceKeys::address).distinct()).hasSize(1);
        assertThat(PlaceKeys.address("福井市順化11-7-21")).isNotEqualTo(PlaceKeys.address(same.get(0)));
        assertThat(PlaceKeys.phone("＋８１ ２２－２１１－２６３２")).isEqualTo(PlaceKeys.phone("022(211)2632"));
    }
}
