package mica.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A front is stolen with everything it has, two minutes after people typed at it: its files, its log, the database it
 * writes to with that database's log, and its memory. Two minutes are what the setting {@code front.overwrite-interval} makes of them.
 */
class FrontMemoryTest {

    /** In no other octets of a machine, however often one looks. */
    private static final String WORD = "zq7kfwxvhj";

    /** Of check-ins that were registered: what a front is for. */
    private static final String REGISTERED = WORD + "r";

    private static final Traces TRACES = new Traces(WORD);

    /** A database administrator who wants to see everything. */
    private static final Map<String, String> TALKATIVE = Map.of(
            "log_statement", "all",
            "log_min_duration_statement", "0",
            "log_parameter_max_length", "-1",
            "log_parameter_max_length_on_error", "-1",
            "log_min_error_statement", "debug5");

    @Test
    void nothing_that_was_typed_is_left_in_files_logs_or_memory() throws Exception {
        try (TwoZones zones = new TwoZones(TALKATIVE)) {
            zones.settings.put("MICA_FRONT_OVERWRITE_INTERVAL", "PT2S");
            try (FrontProcess front =
                    new FrontProcess(zones.folder.resolve("front"), zones.settings, FrontProcess.options("-Xmx256m"))) {
                Typings typings = new Typings(front.port(), zones.door(), WORD);
                Typings registered = new Typings(front.port(), zones.door(), REGISTERED);
                typings.brokenOnes();
                typings.wrongOnes();
                typings.applications();
                registered.checkIns("check-in");
                assertThat(registered.statuses()).containsEntry("check-in", 303).doesNotContainValue(500);
                assertThat(typings.statuses())
                        .as("the front answers all of it")
                        .containsEntry("wrong address", 422)
                        .containsEntry("application /apply/send", 303)
                        .containsEntry("too large", 413)
                        .doesNotContainValue(500);
                zones.shutOut(true);
                typings.checkIns("away");
                typings.applications();
                zones.shutOut(false);
                assertThat(typings.statuses()).containsEntry("away", 503).doesNotContainValue(500);

                assertThat(whatIsLeft(zones, front)).isEmpty();
                assertThat(Files.readString(front.log()))
                        .contains("front.started")
                        .doesNotContain("memory.option_missing")
                        // Whence somebody came; the address of a database has two strokes.
                        .doesNotContainPattern("[^/]/127\\.0\\.0\\.1")
                        .doesNotContain(zones.door(), "/apply", "HTTP/1.1");
            }
        }
    }

    @Test
    void a_front_without_the_launcher_is_given_the_same_options() throws IOException {
        assertThat(Files.readString(Path.of(System.getProperty("mica.root"), "docs", "operations.md")))
                .contains("`java " + String.join(" ", FrontProcess.options()) + " -cp 'front-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx256m", "-Xms256m -Xmx256m", "-Xms32m -Xmx512m"})
    void nothing_is_left_wherever_in_the_heap_it_lay(String size) throws Exception {
        Path log = Files.createTempFile(Files.createDirectories(Path.of("target", "zones")), "stuffed", ".log");
        List<String> command = new ArrayList<>(List.of(FrontProcess.java("java")));
        command.addAll(FrontProcess.options(size.split(" ")));
        command.addAll(List.of(
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                StuffedHeap.class.getName()));
        StringBuilder shifted = new StringBuilder();
        WORD.chars().forEach(octet -> shifted.append((char) (octet - 1)));
        command.add(shifted.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            TwoZones.await(() -> {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return Files.readString(log).contains("memory.overwritten");
            });
            assumeThat(Traces.canReadMemoryOf(process.toHandle())).isTrue();
            assertThat(TRACES.inMemoryOf(process.toHandle())).isEmpty();
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(log);
        }
    }

    private static List<String> whatIsLeft(TwoZones zones, FrontProcess front) throws Exception {
        List<String> left = new ArrayList<>();
        // A request that comes late may fall into the very moment of overwriting: then the next one counts.
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = overwritten(front);
            // Memory is overwritten after it was used; the last time may be past already.
            new Typings(front.port(), "/robots.txt", "harmless").checkIns("once more");
            TwoZones.await(() -> overwritten(front) > before);
            left.clear();
            left.addAll(TRACES.under(zones.folder));
            if (front.memoryIsReadable()) {
                left.addAll(front.inMemory(new Traces(REGISTERED)));
            }
            Path dump = front.heapDump();
            left.addAll(TRACES.in(dump));
            Files.delete(dump);
            if (left.isEmpty()) {
                break;
            }
        }
        return left;
    }

    private static long overwritten(FrontProcess front) throws IOException {
        return Files.readString(front.log())
                .lines()
                .filter(line -> line.contains("memory.overwritten"))
                .count();
    }

    @Test
    void the_search_finds_every_spelling() throws IOException {
        for (String spelling : List.of(
                WORD,
                WORD.toUpperCase(java.util.Locale.ROOT),
                "7a71376b66777876686a",
                "%7A%71%37%6B%66%77%78%76%68%6A")) {
            assertThat(TRACES.in("octets", 0, 1 << 23, once("…" + spelling + "…")))
                    .as(spelling)
                    .hasSize(1);
        }
        for (String before : List.of("", "a", "ab", "abc")) {
            String encoded = java.util.Base64.getEncoder()
                    .encodeToString(
                            (before + WORD + "@example.jp").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(TRACES.in("octets", 0, 1 << 23, once(encoded)))
                    .as(encoded)
                    .isNotEmpty();
        }
    }

    /** So placed that it lies across two windows of the search. */
    private static Traces.Source once(String text) {
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int at = (1 << 22) - 7;
        return (into, offset, position) -> {
            int length = into.length - offset;
            for (int i = 0; i < length; i++) {
                long from = position + i - at;
                into[offset + i] = from >= 0 && from < octets.length ? octets[(int) from] : 0;
            }
            return length;
        };
    }
}
