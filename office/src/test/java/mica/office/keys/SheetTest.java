package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import mica.exchange.venue.CodeLetters;
import mica.office.keys.ShareTyping.Outcome;
import org.junit.jupiter.api.Test;

/** The lines of a recovery sheet in the hands of people. */
class SheetTest {

    private static final RecoveryShare SHARE = share(0x12345678, 2, 3);

    private static RecoveryShare share(int ceremony, int number, long seed) {
        byte[] octets = new byte[MasterKey.LENGTH];
        new Random(seed).nextBytes(octets);
        return new RecoveryShare(ceremony, number, octets);
    }

    private static Outcome typed(List<String> lines) {
        ShareTyping typing = new ShareTyping();
        Outcome verdict = new Outcome.Taken();
        for (String line : lines) {
            verdict = typing.take(line);
            if (!(verdict instanceof Outcome.Taken)) {
                return verdict;
            }
        }
        return verdict;
    }

    @Test
    void a_sheet_is_five_lines_of_four_groups_of_four_letters_without_look_alikes() {
        assertThat(SHARE.lines()).hasSize(5).allMatch(line -> line.matches("(?:[2-9A-HJKMNP-TV-Z]{4} ?){4}"));
        assertThat(SHARE.ceremonyName()).matches("[2-9A-Z]{3}-[2-9A-Z]{4}");
        assertThat(SHARE.toString()).doesNotContain(SHARE.lines().get(1).substring(0, 4));
    }

    @Test
    void it_is_read_as_people_type_it() {
        for (long seed = 0; seed < 200; seed++) {
            RecoveryShare share = share((int) new Random(seed).nextLong(), (int) (seed % 3) + 1, seed);
            assertThat(typed(share.lines())).isEqualTo(new Outcome.Complete(share));
        }
        RecoveryShare edges = new RecoveryShare(-1, 3, filled((byte) 0xFF));
        assertThat(typed(edges.lines())).isEqualTo(new Outcome.Complete(edges));
        RecoveryShare zeros = new RecoveryShare(0, 1, filled((byte) 0));
        assertThat(typed(zeros.lines())).isEqualTo(new Outcome.Complete(zeros));
        for (var way : List.<java.util.function.UnaryOperator<String>>of(
                line -> line.replace(" ", ""),
                line -> line.toLowerCase(java.util.Locale.ROOT).replace(" ", "-"),
                line -> "  " + line.replace(" ", "　") + " ",
                SheetTest::wide)) {
            assertThat(typed(SHARE.lines().stream().map(way).toList())).isEqualTo(new Outcome.Complete(SHARE));
        }
    }

    @Test
    void every_single_wrong_letter_and_every_two_exchanged_ones_are_noticed() {
        for (int line = 1; line <= 5; line++) {
            String right = SHARE.lines().get(line - 1).replace(" ", "");
            int salt = line == 1 ? 0 : RecoveryShare.salt(SHARE.ceremony(), SHARE.number());
            assertThat(ShareLetters.read(line, salt, right)).isInstanceOf(ShareLetters.Typed.Octets.class);
            for (int at = 0; at < right.length(); at++) {
                for (char letter : CodeLetters.LETTERS.toCharArray()) {
                    if (letter != right.charAt(at)) {
                        String wrong = right.substring(0, at) + letter + right.substring(at + 1);
                        assertThat(ShareLetters.read(line, salt, wrong))
                                .isInstanceOf(ShareLetters.Typed.Mistyped.class);
                    }
                }
                for (int other = at + 1; other < right.length(); other++) {
                    StringBuilder exchanged = new StringBuilder(right);
                    exchanged.setCharAt(at, right.charAt(other));
                    exchanged.setCharAt(other, right.charAt(at));
                    if (!exchanged.toString().equals(right) && other < 14) {
                        assertThat(ShareLetters.read(line, salt, exchanged.toString()))
                                .isInstanceOf(ShareLetters.Typed.Mistyped.class);
                    }
                }
            }
        }
    }

    @Test
    void exchanged_lines_and_lines_of_another_sheet_are_noticed_at_once() {
        List<String> lines = SHARE.lines();
        assertThat(typed(List.of(lines.get(0), lines.get(2)))).isInstanceOf(Outcome.Mistyped.class);
        assertThat(typed(List.of(lines.get(1)))).isNotInstanceOf(Outcome.Taken.class);
        RecoveryShare third = share(SHARE.ceremony(), 3, 3);
        assertThat(typed(List.of(lines.get(0), third.lines().get(1)))).isInstanceOf(Outcome.Mistyped.class);
        RecoveryShare elsewhere = share(0x12345679, 2, 3);
        assertThat(typed(List.of(lines.get(0), elsewhere.lines().get(1)))).isInstanceOf(Outcome.Mistyped.class);
    }

    @Test
    void a_share_that_fits_line_by_line_and_not_as_a_whole_is_refused() {
        RecoveryShare other = share(SHARE.ceremony(), SHARE.number(), 4);
        List<String> mixed = List.of(
                SHARE.lines().get(0),
                SHARE.lines().get(1),
                other.lines().get(2),
                SHARE.lines().get(3),
                SHARE.lines().get(4));
        assertThat(typed(mixed)).isInstanceOf(Outcome.WholeMistyped.class);
    }

    @Test
    void what_is_wrong_with_a_line_is_said() {
        String first = SHARE.lines().getFirst();
        assertThat(typed(List.of(""))).isEqualTo(new Outcome.WrongLength(0));
        assertThat(typed(List.of(first.substring(2)))).isEqualTo(new Outcome.WrongLength(14));
        assertThat(typed(List.of("O" + first.substring(1)))).isEqualTo(new Outcome.ForeignLetter("O"));
        byte[] newer = SHARE.head();
        newer[0] = 2;
        assertThat(typed(List.of(ShareLetters.write(1, 0, newer)))).isInstanceOf(Outcome.OtherVersion.class);
    }

    @Test
    void after_a_refusal_the_same_line_is_typed_again() {
        ShareTyping typing = new ShareTyping();
        typing.take(SHARE.lines().get(0));
        assertThat(typing.line()).isEqualTo(2);
        assertThat(typing.take("ABCD")).isInstanceOf(Outcome.WrongLength.class);
        assertThat(typing.line()).isEqualTo(2);
        for (int line = 1; line < 5; line++) {
            typing.take(SHARE.lines().get(line));
        }
        assertThat(typing.line()).isEqualTo(1);
    }

    private static byte[] filled(byte octet) {
        byte[] octets = new byte[MasterKey.LENGTH];
        java.util.Arrays.fill(octets, octet);
        return octets;
    }

    private static String wide(String line) {
        StringBuilder wide = new StringBuilder();
        line.chars().forEach(letter -> wide.append((char) (letter == ' ' ? '　' : letter + 0xFEE0)));
        return wide.toString();
    }
}
