package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecoverySheetsTest {

    private static final List<String> LINES = List.of(
            "2345 6789 ABCD EFGH",
            "WWWW MMMM QQQQ GGGG",
            "ABCD EFGH JKMN PQRS",
            "TVWX YZ23 4567 89AB",
            "CDEF GHJK MNPQ RSTV");

    private static final byte[] PDF = new PosterPrinter()
            .recoverySheets(IntStream.rangeClosed(1, 3)
                    .mapToObj(number ->
                            new RecoverySheet(Printed.SERVICE, "7K3-M92Q", LocalDate.of(2026, 4, 12), number, 3, LINES))
                    .toList());

    private static final Printed PRINTED = Printed.read(PDF);

    @AfterAll
    static void keepAndClose() throws IOException {
        Files.write(Path.of("target", "recovery-sheets.pdf"), PDF);
        PRINTED.close();
    }

    @Test
    void each_share_has_a_page_of_its_own_that_says_what_it_is() {
        assertThat(PRINTED.pages()).isEqualTo(3);
        for (int page = 0; page < 3; page++) {
            assertThat(PRINTED.text(page))
                    .contains("3枚のうち" + (page + 1) + "枚目")
                    .contains("7K3-M92Q", "2026年4月12日", "宮城県", "sheet" + (page + 1) + "of3", "micakeysrecover")
                    .contains("保管者", "署名", "立会人")
                    .doesNotContain("{", "〓");
        }
    }

    @Test
    void every_line_is_there_in_its_order_and_nothing_is_cut_off() {
        for (int page = 0; page < 3; page++) {
            String text = PRINTED.text(page);
            int from = 0;
            for (String line : LINES) {
                int at = text.indexOf(line.replace(" ", ""), from);
                assertThat(at).isGreaterThan(from);
                from = at;
            }
            for (TextPosition position : PRINTED.positions(page)) {
                assertThat(position.getXDirAdj()).isBetween(30f, 565f);
                assertThat(position.getYDirAdj()).isBetween(15f, 830f);
            }
        }
    }
}
