package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is named in the ledger that nobody enters, and nothing is entered that no test sees. */
class EveryEventTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));

    @Test
    void every_event_is_entered_by_the_code_that_does_it_and_seen_by_a_test() {
        String code = sources("main");
        String tests = sources("test");
        Set<String> unused = new TreeSet<>();
        Set<String> untested = new TreeSet<>();
        for (Event event : Event.values()) {
            if (!code.contains("Event." + event.name())) {
                unused.add(event.name());
            }
            if (!tests.contains("\"" + event.name())) {
                untested.add(event.name());
            }
        }
        assertThat(unused).as("entered nowhere").isEmpty();
        assertThat(untested).as("seen by no test").isEmpty();
    }

    private static String sources(String kind) {
        return Stream.of("office", "app")
                .map(module -> ROOT.resolve(module).resolve("src").resolve(kind).resolve("java"))
                .filter(Files::isDirectory)
                .flatMap(EveryEventTest::files)
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("LedgerPages.java") && !file.endsWith("EveryEventTest.java"))
                .map(EveryEventTest::text)
                .collect(Collectors.joining());
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
