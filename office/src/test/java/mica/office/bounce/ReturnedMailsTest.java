package mica.office.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import mica.office.outcome.Meaning;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What comes back, in the shapes of many mail servers. */
class ReturnedMailsTest {

    /** @param expected a meaning, or what else it is */
    private record Sample(String name, String expected, String message) {

        byte[] octets() {
            return message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        }

        String read() {
            return read(octets());
        }

        static String read(byte[] octets) {
            return switch (ReportReader.read(octets)) {
                case ReturnReport.Failed failed -> failed.meaning().name();
                case ReturnReport.NotFailed other -> "DELAYED";
                case ReturnReport.Automatic answer -> "AUTOMATIC";
                case ReturnReport.Unreadable unknown -> "UNREADABLE";
            };
        }
    }

    @TestFactory
    Stream<DynamicTest> each_is_read_as_what_it_is() throws IOException {
        return samples().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.name(), () -> assertThat(sample.read()).isEqualTo(sample.expected())));
    }

    @Test
    void none_is_called_unknown_that_is_not_and_nearly_all_are_read() throws IOException {
        int falselyUnknown = 0;
        int bounces = 0;
        int recognised = 0;
        int permanent = 0;
        int foundPermanent = 0;
        Map<String, Integer> table = new TreeMap<>();
        for (Sample sample : samples()) {
            String read = sample.read();
            table.merge(sample.expected() + " read as " + read, 1, Integer::sum);
            boolean isBounce = !List.of("AUTOMATIC", "UNREADABLE").contains(sample.expected());
            bounces += isBounce ? 1 : 0;
            recognised += isBounce && !List.of("AUTOMATIC", "UNREADABLE").contains(read) ? 1 : 0;
            permanent += isPermanent(sample.expected()) ? 1 : 0;
            foundPermanent += isPermanent(sample.expected()) && isPermanent(read) ? 1 : 0;
            falselyUnknown +=
                    read.equals("NO_SUCH_ADDRESS") && !sample.expected().equals("NO_SUCH_ADDRESS") ? 1 : 0;
        }
        table.forEach((outcome, samples) -> System.out.println(samples + "\t" + outcome));
        System.out.println(recognised + " of " + bounces + " recognised, " + foundPermanent + " of " + permanent
                + " permanent, " + falselyUnknown + " falsely called unknown");
        assertThat(bounces).isGreaterThan(100);
        assertThat(falselyUnknown).isZero();
        assertThat(recognised).isEqualTo(bounces);
        assertThat(foundPermanent).isEqualTo(permanent);
    }

    @Test
    void whatever_happens_to_a_message_on_its_way_it_is_read_without_harm() throws IOException {
        Random random = new Random(19);
        List<Sample> samples = samples();
        for (int i = 0; i < 5_000; i++) {
            byte[] octets = samples.get(random.nextInt(samples.size())).octets();
            int changes = 1 + random.nextInt(8);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(octets.length);
                switch (random.nextInt(4)) {
                    case 0 -> octets[at] = (byte) random.nextInt(256);
                    case 1 -> octets = java.util.Arrays.copyOf(octets, Math.max(1, at));
                    case 2 -> {
                        byte[] other =
                                samples.get(random.nextInt(samples.size())).octets();
                        int from = random.nextInt(other.length);
                        int length = Math.min(other.length - from, octets.length - at);
                        System.arraycopy(other, from, octets, at, length);
                    }
                    default ->
                        java.util.Arrays.fill(
                                octets, at, Math.min(octets.length, at + random.nextInt(200)), octets[at]);
                }
            }
            assertThat(ReportReader.read(octets)).isNotNull();
        }
    }

    @Test
    void nothing_that_is_written_takes_long_to_read() {
        List<String> heads = List.of(
                "From: MAILER-DAEMON@x\r\nSubject: failure notice\r\n\r\n",
                "From: a@x\r\nSubject: x\r\n\r\n",
                "Content-Type: text/html\r\nSubject: failure notice\r\n\r\n",
                "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        + "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; ");
        List<String> pieces = List.of(
                "a",
                " ",
                "<",
                ">",
                "@",
                "-",
                "\r\n",
                "\r\n ",
                "5",
                "550 ",
                "said: ",
                "user ",
                "a@a:\r\n",
                "<<< ",
                "\r\n\r\n",
                "mailbox ",
                "--b\r\n",
                "host a ",
                ">>> ",
                "=?utf-8?q?",
                "message ",
                "Action: failed\r\n\r\n",
                "https://",
                "宛先",
                "not ",
                "Received: ",
                "after a ",
                "----",
                "delivery to ");
        for (String head : heads) {
            for (String piece : pieces) {
                byte[] octets = (head + piece.repeat(128 * 1_024 / piece.length())).getBytes(StandardCharsets.UTF_8);
                long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                assertThat(ReportReader.read(octets)).isNotNull();
                long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
                assertThat(Duration.ofNanos(spent)).as("%s… of %s", piece, head).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    private static boolean isPermanent(String outcome) {
        return Stream.of(Meaning.values())
                .filter(meaning -> meaning.verdict() == Meaning.Consequence.PERMANENT)
                .anyMatch(meaning -> meaning.name().equals(outcome));
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : resource("reports.tsv").split("\n")) {
            if (!line.startsWith("#")) {
                String[] cells = line.split("\t");
                samples.add(new Sample(cells[0], cells[1], report(cells)));
            }
        }
        for (String letter : resource("letters.txt").split("(?m)^@@ ")) {
            if (!letter.startsWith("#")) {
                int space = letter.indexOf(' ');
                int line = letter.indexOf('\n');
                samples.add(new Sample(
                        letter.substring(space + 1, line), letter.substring(0, space), letter.substring(line + 1)));
            }
        }
        return samples;
    }

    private static String report(String[] cells) {
        String diagnostic = cells[4].equals("|") ? "" : "Diagnostic-Code: " + cells[4] + "\n";
        return """
                From: MAILER-DAEMON@relay.example.jp (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                Content-Type: multipart/report; report-type=delivery-status; boundary="b/1"

                --b/1
                Content-Type: text/plain; charset=utf-8

                %s

                --b/1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.example.jp

                Final-Recipient: rfc822; taro@shop.example.jp
                Action: %s
                Status: %s
                %s
                --b/1
                Content-Type: message/rfc822

                From: mica@pref.example.jp
                Subject: spam filter, user unknown

                550 5.1.1 user unknown, blocked as spam
                --b/1--
                """.formatted(cells[5], cells[2], cells[3], diagnostic);
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = ReturnedMailsTest.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
