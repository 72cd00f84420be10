package mica.office.posters;

import static mica.office.posters.Printed.SERVICE;
import static mica.office.posters.Printed.venue;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mica.exchange.text.Language;
import mica.exchange.text.TestLanguages;
import mica.office.posters.PosterModel.PosterSpot;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosterPrinterTest {

    private static final PosterPrinter PRINTER = new PosterPrinter();

    @Test
    void each_spot_has_a_page_with_its_own_code() throws IOException {
        PosterModel poster = new PosterModel(
                SERVICE,
                "味処 髙良",
                List.of(
                        new PosterSpot("入口", "ABCDEFGHJK"),
                        new PosterSpot("テーブル 12", "23456789AB"),
                        new PosterSpot("", "ZYXWVUTSRQ")));
        try (Printed printed = Printed.read(PRINTER.posters(poster))) {
            assertThat(printed.pages()).isEqualTo(3);
            assertThat(IntStream.range(0, 3).mapToObj(printed::scanned))
                    .containsExactly(
                            "HTTPS://MICA.EXAMPLE.JP/ABCDEFGHJK",
                            "HTTPS://MICA.EXAMPLE.JP/23456789AB",
                            "HTTPS://MICA.EXAMPLE.JP/ZYXWVUTSRQ");
            assertThat(printed.text(1)).contains("テーブル12", "https://mica.example.jp/23456789AB");
            assertThat(printed.text(2)).contains("味処髙良").doesNotContain("入口", "テーブル");
        }
    }

    @Test
    void a_poster_says_who_asks_for_what_and_for_how_long() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("魚𠮷")))) {
            assertThat(printed.text(0))
                    .contains(
                            "利用者の方は、メールアドレスを登録してね！",
                            "魚𠮷",
                            "宮城県",
                            "みやぎお知らせコロナアプリ（MICA）",
                            "https://mica.example.jp/ABCDEFGHJK",
                            "登録は任意です",
                            "アプリはいりません",
                            "お名前は不要です",
                            "新型コロナウイルス感染症",
                            "28日後に消去します",
                            "申請完了",
                            "Itisvoluntary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"国", "W", "あ", "ー", "i", "国 ", "Café ", "﨑𠮷"})
    void a_name_of_200_characters_fits_on_one_page(String part) throws IOException {
        int characters = part.codePointCount(0, part.length());
        String name = part.repeat(200 / characters).strip();
        try (Printed printed = Printed.read(PRINTER.posters(venue(name)))) {
            assertThat(printed.pages()).isEqualTo(1);
            assertThat(printed.text(0)).contains(name.replace(" ", ""));
            assertThat(printed.positions(0)).allSatisfy(position -> {
                assertThat(position.getXDirAdj()).isGreaterThanOrEqualTo(mm(13.5));
                assertThat(position.getXDirAdj() + position.getWidthDirAdj()).isLessThanOrEqualTo(mm(196.5));
            });
            assertThat(nameBand(printed))
                    .isNotEmpty()
                    .allSatisfy(y -> assertThat(y).isBetween(mm(102), mm(137)));
            assertThat(printed.scanned(0)).isEqualTo("HTTPS://MICA.EXAMPLE.JP/ABCDEFGHJK");
        }
    }

    /** Baselines between the line that tells why and the card with the code. */
    private static Set<Float> nameBand(Printed printed) {
        return printed.positions(0).stream()
                .map(position -> position.getYDirAdj())
                .filter(y -> y > mm(97.5) && y < mm(141))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_longest_lines_of_a_service_fit() throws IOException {
        ServiceLines longest = longest(TestLanguages.JA, longest(TestLanguages.EN, null));
        PosterModel poster = new PosterModel(longest, "angela", List.of(new PosterSpot("席".repeat(100), "ABCDEFGHJK")));
        try (Printed printed = Printed.read(PRINTER.posters(poster))) {
            assertThat(printed.pages()).isEqualTo(1);
            assertThat(printed.scanned(0)).endsWith(".PREF.EXAMPLE.JP/notices/ABCDEFGHJK");
            assertThat(printed.positions(0))
                    .allSatisfy(position -> assertThat(position.getXDirAdj() + position.getWidthDirAdj())
                            .isLessThanOrEqualTo(mm(196.5)));
        }
        for (Language language : TestLanguages.ALL) {
            try (Printed sheet = Printed.read(PRINTER.usageSheet(longest(language, null)))) {
                assertThat(sheet.pages()).isEqualTo(4);
            }
        }
    }

    private static ServiceLines longest(Language language, @Nullable ServiceLines further) {
        return new ServiceLines(
                language,
                further,
                "し".repeat(60),
                "県".repeat(40),
                URI.create("https://a-rather-long-name-of-a-host.of-some-department.pref.example.jp/notices"),
                "病".repeat(40),
                365);
    }

    @Test
    void a_variation_selector_leaves_the_kanji() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("葛󠄀城庵")));
                Printed plain = Printed.read(PRINTER.posters(venue("葛城庵")))) {
            assertThat(printed.text(0)).contains("葛城庵");
            assertThat(pixels(printed)).isEqualTo(pixels(plain));
        }
    }

    @Test
    void a_character_without_glyph_is_never_a_hash_sign() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("寿司🍣と𪚥の店 ꙮ")))) {
            assertThat(printed.text(0)).contains("寿司🍣と〓の店〓").doesNotContain("#");
        }
    }

    @Test
    void names_in_the_letters_of_neighbours_and_with_symbols_are_printed() throws IOException {
        for (String name : List.of("荟華楼", "물론Cafe", "cafe☕森", "food✕bar", "东北饺子馆", "森🍰")) {
            try (Printed printed = Printed.read(PRINTER.posters(venue(name)))) {
                assertThat(printed.text(0)).contains(name).doesNotContain("〓");
            }
        }
        PosterModel spots = new PosterModel(SERVICE, "食堂", List.of(new PosterSpot("문 ☕", "ABCDEFGHJK")));
        try (Printed printed = Printed.read(PRINTER.posters(spots))) {
            assertThat(printed.text(0)).contains("문☕");
        }
    }

    @Test
    void a_usual_name_does_not_bring_the_spare_fonts_along() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("旬彩厨房 髙﨑")))) {
            assertThat(printed.fonts().stream().map(PDFont::getName))
                    .noneMatch(name -> name.matches(".*(KR|SC|Emoji|Symbols).*"));
        }
    }

    @Test
    void a_sample_for_a_venue_shows_its_name_and_leads_nowhere() throws IOException {
        try (Printed printed = Printed.read(PRINTER.sample(SERVICE, "물론 𪚥", List.of("入口", "奥の席")))) {
            assertThat(printed.pages()).isEqualTo(2);
            assertThat(printed.text(0)).contains("물론〓", "入口", "SAMPLE");
            assertThat(printed.text(1)).contains("奥の席");
            assertThat(printed.scanned(0)).endsWith("/SAMPLE");
        }
    }

    @Test
    void markup_controls_and_direction_marks_in_a_name_change_nothing() throws IOException {
        String name = "<b>A&amp;B</b>\r\n\u202E\u2067{{title}}\u0000 \uD83C\"'";
        PosterModel poster = new PosterModel(SERVICE, name, List.of(new PosterSpot("</div><p>席", "ABCDEFGHJK")));
        try (Printed printed = Printed.read(PRINTER.posters(poster))) {
            assertThat(printed.pages()).isEqualTo(1);
            assertThat(printed.text(0)).contains("<b>A&amp;B</b>{{title}}", "</div><p>席");
        }
    }

    @Test
    void a_name_of_nothing_visible_prints_the_geta_mark() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("\u200B\u2060")))) {
            assertThat(printed.text(0)).contains("〓");
        }
    }

    @Test
    void fonts_are_embedded_as_subsets() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("旬彩厨房 𠮷のぶ")))) {
            assertThat(printed.fonts()).isNotEmpty().allMatch(PDFont::isEmbedded);
            assertThat(printed.fonts().stream().map(PDFont::getName)).allMatch(name -> name.matches("[A-Z]{6}\\+.*"));
        }
    }

    @Test
    void a_poster_is_a_tagged_document_with_title_language_and_alternative_texts() throws IOException {
        try (Printed printed = Printed.read(PRINTER.posters(venue("angela")))) {
            var catalog = printed.document().getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("ja");
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            assertThat(printed.document().getDocumentInformation().getTitle()).contains("angela");
            try (var metadata = catalog.getMetadata().createInputStream()) {
                assertThat(new String(metadata.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("pdfuaid:part");
            }
            List<COSDictionary> tags = tags(catalog.getStructureTreeRoot());
            assertThat(tags.stream().map(tag -> tag.getNameAsString(COSName.S))).contains("H1", "H2", "H3", "P");
            assertThat(tags.stream()
                            .filter(tag -> "Figure".equals(tag.getNameAsString(COSName.S)))
                            .map(tag -> tag.getString(COSName.ALT)))
                    .hasSize(5)
                    .allMatch(text -> text != null && !text.isBlank())
                    .anyMatch(text -> text.contains("HTTPS://MICA.EXAMPLE.JP/ABCDEFGHJK"));
        }
    }

    @Test
    void the_sample_says_so_and_leads_to_the_page_that_says_so() throws IOException {
        try (Printed printed = Printed.read(PRINTER.samplePoster(SERVICE));
                Printed real = Printed.read(PRINTER.posters(venue("angela")))) {
            assertThat(printed.pages()).isEqualTo(1);
            assertThat(printed.scanned(0)).isEqualTo("HTTPS://MICA.EXAMPLE.JP/SAMPLE");
            assertThat(printed.text(0)).contains("見本", "※このQRコードはサンプルです。");
            assertThat(real.text(0)).doesNotContain("見本", "サンプル");
            assertThat(printed.positions(0)).anySatisfy(position -> {
                assertThat(position.getUnicode()).isEqualTo("見");
                assertThat(position.getFontSizeInPt()).isGreaterThan(60);
            });
        }
    }

    @Test
    void many_posters_share_one_file_and_its_fonts() throws IOException {
        List<PosterModel> models = IntStream.range(0, 150)
                .mapToObj(i ->
                        new PosterModel(SERVICE, "店舗" + i, List.of(new PosterSpot("", "ABCDEFG%03d".formatted(i)))))
                .toList();
        List<String> heard = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean printed = PRINTER.postersTo(out, models, models.size(), (done, total) -> heard.add(done + "/" + total));
        assertThat(printed).isTrue();
        assertThat(heard).startsWith("0/150").endsWith("150/150").hasSizeGreaterThan(3);
        try (Printed file = Printed.read(out.toByteArray())) {
            assertThat(file.pages()).isEqualTo(150);
            assertThat(file.scanned(149)).isEqualTo("HTTPS://MICA.EXAMPLE.JP/ABCDEFG149");
            assertThat(file.text(100)).contains("店舗100");
            assertThat(file.fonts().stream().map(PDFont::getName).distinct()).hasSize(2);
            assertEveryPageFindsItsTags(file);
        }
        assertThat(out.size()).isLessThan(150 * 20_000);
    }

    /** Each page has its own key in the parent tree, and what stands there belongs to that page. */
    private static void assertEveryPageFindsItsTags(Printed file) {
        PDStructureTreeRoot root = file.document().getDocumentCatalog().getStructureTreeRoot();
        COSArray numbers = root.getParentTree().getCOSObject().getCOSArray(COSName.NUMS);
        int keys = 0;
        for (PDPage page : file.document().getPages()) {
            int key = page.getStructParents();
            assertThat(numbers.getInt(2 * key)).isEqualTo(key);
            COSArray parents = (COSArray) numbers.getObject(2 * key + 1);
            assertThat(parents.size()).isGreaterThan(10);
            for (COSBase parent : parents.toList().stream()
                    .map(item -> item instanceof org.apache.pdfbox.cos.COSObject object ? object.getObject() : item)
                    .toList()) {
                assertThat(((COSDictionary) parent).getDictionaryObject(COSName.PG))
                        .isSameAs(page.getCOSObject());
            }
            keys++;
        }
        assertThat(root.getParentTreeNextKey()).isEqualTo(keys);
        assertThat(tags(root).stream().filter(tag -> "H1".equals(tag.getNameAsString(COSName.S))))
                .hasSize(keys);
    }

    @Test
    void a_print_that_is_stopped_writes_nothing() throws IOException {
        List<PosterModel> models =
                IntStream.range(0, 200).mapToObj(i -> venue("店舗" + i)).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(PRINTER.postersTo(out, models, models.size(), (done, total) -> done == 0))
                .isFalse();
        assertThat(out.size()).isZero();
    }

    @Test
    void threads_share_a_printer() {
        List<String> scanned = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> PRINTER.posters(
                        new PosterModel(SERVICE, "髙良" + i, List.of(new PosterSpot("", "ABCDEFGH%02d".formatted(i))))))
                .map(pdf -> Printed.read(pdf).scanned(0))
                .toList();
        assertThat(scanned)
                .isEqualTo(IntStream.range(0, 16)
                        .mapToObj("HTTPS://MICA.EXAMPLE.JP/ABCDEFGH%02d"::formatted)
                        .toList());
    }

    @Test
    void the_usage_sheet_shows_the_three_schemes_and_that_all_is_voluntary() throws IOException {
        try (Printed japanese = Printed.read(PRINTER.usageSheet(SERVICE));
                Printed english = Printed.read(PRINTER.usageSheet(Printed.ENGLISH))) {
            assertThat(japanese.pages()).isEqualTo(4);
            assertThat(japanese.text(0)).contains("(1)店舗登録", "(2)利用者", "(3)感染情報", "申請完了", "任意です", "1/4");
            assertThat(japanese.text(1)).contains("店舗のみなさまへ", "登録も掲示も任意");
            assertThat(japanese.text(2)).contains("利用者のみなさまへ", "登録は任意です");
            assertThat(japanese.text(3)).contains("宮城県の担当者へ", "4/4");
            assertThat(japanese.document().getDocumentCatalog().getLanguage()).isEqualTo("ja");
            assertThat(english.pages()).isEqualTo(4);
            assertThat(english.text(0)).contains("(1)Registeringavenue", "(3)Sendinganotice", "Voluntary.");
            assertThat(english.document().getDocumentCatalog().getLanguage()).isEqualTo("en");
        }
    }

    private static List<COSDictionary> tags(PDStructureTreeRoot root) {
        List<COSDictionary> found = new ArrayList<>();
        collect(root.getCOSObject().getDictionaryObject(COSName.K), found);
        return found;
    }

    private static void collect(COSBase kid, List<COSDictionary> found) {
        if (kid instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.getObject(i), found);
            }
        } else if (kid instanceof COSDictionary tag && tag.containsKey(COSName.S)) {
            found.add(tag);
            collect(tag.getDictionaryObject(COSName.K), found);
        }
    }

    private static int[] pixels(Printed printed) {
        BufferedImage image = printed.image(0, 50);
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static float mm(double millimetres) {
        return (float) (millimetres * 72 / 25.4);
    }
}
