package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.PseudoLanguage;
import mica.exchange.text.TestLanguages;
import mica.office.message.TestFacts;
import mica.office.posters.PosterModel.PosterSpot;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

/** Sheets in a language that was added to the list, whose words are longer. */
class PostersOfEveryLanguageTest {

    private static final PosterPrinter PRINTER = new PosterPrinter();
    private static final ServiceFacts SERVICE = TestFacts.service(false);
    private static final ServiceLines PSEUDO = ServiceLines.of(SERVICE, TestLanguages.PSEUDO);

    private static void assertWhole(Printed printed) {
        for (int page = 0; page < printed.pages(); page++) {
            String text = printed.text(page).replaceAll("https?://[\\w./]+|HTTPS?://[\\w./]+", " ");
            // Where spaces are gone, words run together: every vowel has its accent nevertheless.
            assertThat(text.replaceAll("micakeysrecover|QR|2345|[2-9A-HJKMNP-TV-Z]{8,}|AEIOU", " "))
                    .as("page " + page)
                    .doesNotContainPattern("[aeiou]|[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}〓]");
            for (TextPosition position : printed.positions(page)) {
                assertThat(position.getXDirAdj()).isGreaterThanOrEqualTo(mm(5));
                assertThat(position.getXDirAdj() + position.getWidthDirAdj()).isLessThanOrEqualTo(mm(205));
            }
        }
    }

    @Test
    void a_poster_has_no_word_of_another_language_and_none_leaves_its_place() throws IOException {
        PosterModel model = new PosterModel(PSEUDO, "Çàfé 12", List.of(new PosterSpot("Dööör", "ABCDEFGHJK")));
        try (Printed printed = Printed.read(PRINTER.posters(model))) {
            assertThat(printed.pages()).isEqualTo(1);
            assertWhole(printed);
            assertThat(printed.document().getDocumentCatalog().getLanguage()).isEqualTo(PseudoLanguage.TAG);
            // The calls stand left of the edge, the steps between the card and the edge, each above the next.
            for (TextPosition position : printed.positions(0)) {
                assertThat(position.getXDirAdj() + position.getWidthDirAdj()).isLessThanOrEqualTo(mm(196.5));
                if (position.getXDirAdj() > mm(140) && position.getYDirAdj() > mm(142)) {
                    assertThat(position.getYDirAdj()).matches(y -> outsideGaps(y), "within a step or below them");
                }
            }
            assertThat(printed.scanned(0)).endsWith("/ABCDEFGHJK");
        }
    }

    /** Steps are 31 mm high at 142, 175.5 and 209 mm; the pills follow at 244.5 mm. */
    private static boolean outsideGaps(float y) {
        return !(y > mm(173.2) && y < mm(175.5))
                && !(y > mm(206.7) && y < mm(209))
                && !(y > mm(240.2) && y < mm(244.5));
    }

    @Test
    void the_sheets_of_use_and_of_the_recovery_key_are_whole_too() throws IOException {
        try (Printed usage = Printed.read(PRINTER.usageSheet(PSEUDO))) {
            assertThat(usage.pages()).isEqualTo(4);
        }
        RecoverySheet sheet = new RecoverySheet(
                PSEUDO,
                "7K3-M92Q",
                LocalDate.of(2026, 4, 12),
                1,
                3,
                List.of("2345 6789 ABCD EFGH", "WWWW MMMM QQQQ GGGG"));
        try (Printed recovery = Printed.read(PRINTER.recoverySheets(List.of(sheet)))) {
            assertThat(recovery.pages()).isEqualTo(1);
            assertThat(recovery.text(0)).contains(PseudoLanguage.of("Recovery").replace(" ", ""));
        }
    }

    @Test
    void a_poster_speaks_the_first_language_of_its_service_and_a_line_of_the_second() throws IOException {
        ServiceFacts inJapaneseAndPseudo =
                SERVICE.withLanguages(List.of(TestLanguages.JA, TestLanguages.PSEUDO, TestLanguages.EN));
        ServiceLines lines = ServiceLines.of(inJapaneseAndPseudo);
        PosterModel model = new PosterModel(lines, "喫茶", List.of(new PosterSpot("", "ABCDEFGHJK")));
        try (Printed printed = Printed.read(PRINTER.posters(model))) {
            assertThat(printed.text(0))
                    .contains("登録は任意です", PseudoLanguage.of("voluntary"))
                    .doesNotContain("voluntary");
        }
        ServiceLines alone = ServiceLines.of(SERVICE.withLanguages(List.of(TestLanguages.JA)));
        assertThat(alone.further()).isNull();
        try (Printed printed = Printed.read(
                PRINTER.posters(new PosterModel(alone, "喫茶", List.of(new PosterSpot("", "ABCDEFGHJK")))))) {
            assertThat(printed.text(0)).contains("登録は任意です").doesNotContain("voluntary");
        }
        assertThat(alone.publicUrl()).isEqualTo(URI.create("https://mica.example.jp"));
    }

    private static float mm(double millimetres) {
        return (float) (millimetres * 72 / 25.4);
    }
}
