package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each table is written by one class, which answers for what stands in it. */
class OneWriterTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Set<String> ZONES = Set.of("exchange", "web", "front", "office", "app");
    private static final Pattern TABLE = Pattern.compile("create (?:unlogged )?table (?:if not exists )?([a-z_.]+)");

    /** As the house writes it: in small letters, the table behind the verb. */
    private static final Pattern WRITING = Pattern.compile(
            "\\b(?:insert into|delete from|update|copy|truncate(?: table)?)\\s+([a-z_]+(?:\\.[a-z_]+)?)\\b"
                    + "|DayTable\\s*\\.\\w+\\((?:\\w+, )?\\s*\"\\w+\",\\s*\"([a-z_.]+)\"");

    @Test
    void each_table_is_written_by_one_class() throws IOException {
        Set<String> tables = tables();
        Map<String, Set<String>> writers = new TreeMap<>();
        for (String zone : ZONES) {
            for (Path source : files(ROOT.resolve(zone).resolve("src/main/java"), ".java")) {
                Matcher writing = WRITING.matcher(Files.readString(source));
                while (writing.find()) {
                    String table = writing.group(1) == null ? writing.group(2) : writing.group(1);
                    if (tables.contains(table)) {
                        writers.computeIfAbsent(table, any -> new TreeSet<>())
                                .add(source.getFileName().toString());
                    }
                }
            }
        }
        assertThat(writers)
                .as("what is looked for is found")
                .hasSizeGreaterThan(20)
                .containsKeys("mail", "venue");
        writers.values().removeIf(classes -> classes.size() == 1);
        assertThat(writers).as("tables with more than one writer").isEmpty();
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (String zone : ZONES) {
            for (Path migration : files(ROOT.resolve(zone).resolve("src/main/resources/migrations"), ".sql")) {
                Matcher made = TABLE.matcher(Files.readString(migration));
                while (made.find()) {
                    tables.add(made.group(1));
                }
            }
        }
        return tables;
    }

    private static Set<Path> files(Path folder, String ending) throws IOException {
        Set<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(ending)).forEach(found::add);
            }
        }
        return found;
    }
}
