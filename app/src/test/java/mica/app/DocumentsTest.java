package mica.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.app.settings.Zones;
import mica.program.settings.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * What the documents name is there: files, types, methods, settings, commands, words of the log and of the database, other
 * documents. Decisions are history: of them only links and numbers are read. Each message says which line of which
 * document names what.
 */
class DocumentsTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)#]*)(#[^)]*)?\\)");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern DECISION = Pattern.compile("\\bADR (\\d+)\\b");
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");
    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final Pattern ENDING = Pattern.compile(".*\\.(md|java|jte|sql|tsv|txt|json|xml|properties|css|js)");

    /** Names of others that are written like ours: headers of HTTP, tools, what is in a folder of keys. */
    private static final Pattern OF_OTHERS = Pattern.compile(
            "Host|Referer|Origin|NoSuchMethodError|pg_upgrade|proxy_pass"
                    + "|lib/security/cacerts|keys/[\\w.]+/?|20\\d\\d-\\d\\d-\\d\\d/.*|docs/adr/NNNN-.*|(.*/)?target/.*|mica-data/.*|doors\\.txt");

    private static final Pattern MEMBER = Pattern.compile("(?:.*/)?([A-Z]\\w*\\.[a-z]\\w*)");

    /** A line of a document. */
    private record Line(String document, int number, String text) {

        String says(String what) {
            return document + ":" + number + " names " + what;
        }
    }

    private static final Map<String, String> SOURCES = new HashMap<>();
    private static final Map<String, String> TYPES = new HashMap<>();
    private static String everything = "";

    @BeforeAll
    static void read() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("target", ".git", "node_modules", "mica-data")
                            .noneMatch(made -> ROOT.relativize(file).startsWith(made)
                                    || ROOT.relativize(file).toString().contains("/" + made + "/")))
                    .forEach(file -> SOURCES.put(ROOT.relativize(file).toString(), text(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        StringBuilder words = new StringBuilder();
        SOURCES.forEach((name, text) -> {
            if (!name.endsWith(".md")) {
                words.append(text).append('\n');
            }
            if (name.endsWith(".java")) {
                TYPE.matcher(text).results().forEach(type -> TYPES.merge(type.group(1), text, String::concat));
            }
        });
        everything = words.toString();
    }

    private static String text(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            return octets.length > 1_000_000 ? "" : new String(octets, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isDocument(String name) {
        return name.endsWith(".md")
                && !name.equals("CHANGELOG.md")
                && (!name.contains("/") || name.startsWith("docs/"));
    }

    private static String source(String name) {
        return requireNonNull(SOURCES.get(name), name);
    }

    /** The lines of documents, without those of drawings and listings. */
    private static List<Line> lines(Predicate<String> documents) {
        List<Line> lines = new ArrayList<>();
        new TreeSet<>(SOURCES.keySet()).stream().filter(documents).forEach(name -> {
            int number = 0;
            boolean listing = false;
            for (String line : source(name).split("\n")) {
                number++;
                if (line.strip().startsWith("```")) {
                    listing = !listing;
                } else if (!listing) {
                    lines.add(new Line(name, number, line));
                }
            }
        });
        assertThat(lines).hasSizeGreaterThan(100);
        return lines;
    }

    private static boolean isOfToday(String name) {
        return isDocument(name) && !name.startsWith("docs/adr/");
    }

    private static List<String> untrue(Predicate<String> ofKind, Predicate<String> isThere) {
        List<String> untrue = new ArrayList<>();
        int[] seen = {0};
        for (Line line : lines(DocumentsTest::isOfToday)) {
            CODE.matcher(line.text())
                    .results()
                    .map(found -> found.group(1))
                    .filter(ofKind)
                    .filter(code -> !OF_OTHERS.matcher(code).matches())
                    .forEach(code -> {
                        seen[0]++;
                        if (!isThere.test(code)) {
                            untrue.add(line.says(code));
                        }
                    });
        }
        assertThat(seen[0]).as("such names in the documents").isGreaterThan(3);
        return untrue;
    }

    @Test
    void every_link_between_documents_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        for (Line line : lines(DocumentsTest::isDocument)) {
            for (MatchResult link : LINK.matcher(line.text()).results().toList()) {
                if (!link.group(1).contains(":") && !leadsSomewhere(line.document(), link)) {
                    broken.add(line.says(link.group()));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(String from, MatchResult link) {
        Path target = link.group(1).isEmpty()
                ? ROOT.resolve(from)
                : ROOT.resolve(from).resolveSibling(link.group(1)).normalize();
        if (link.group(2) == null) {
            return Files.exists(target);
        }
        return Files.isRegularFile(target)
                && text(target)
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .map(title -> title.replaceAll("^#+ ", "")
                                .toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                        .anyMatch(anchor -> link.group(2).equals("#" + anchor));
    }

    @Test
    void every_decision_that_is_cited_was_written_down() {
        List<String> missing = new ArrayList<>();
        for (Line line : lines(DocumentsTest::isDocument)) {
            for (MatchResult cited : DECISION.matcher(line.text()).results().toList()) {
                String file = "docs/adr/%04d-".formatted(Integer.parseInt(cited.group(1)));
                if (SOURCES.keySet().stream().noneMatch(name -> name.startsWith(file))) {
                    missing.add(line.says(cited.group()));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isPath(String code) {
        return (code.matches("[\\w.…-]+(/[\\w.…-]+)+/?") || ENDING.matcher(code).matches())
                && !code.matches(".*[ <>{}*=:].*")
                && !code.startsWith("/");
    }

    @Test
    void every_file_and_folder_that_is_named_is_there() {
        assertThat(untrue(DocumentsTest::isPath, DocumentsTest::isFile)).isEmpty();
    }

    /** By its path from the root, or by its last steps; an ellipsis stands for folders. */
    private static boolean isFile(String code) {
        Matcher member = MEMBER.matcher(code);
        if (member.matches() && isType(member.group(1))) {
            return true;
        }
        String path = Pattern.quote(code.replaceAll("^\\./|/$", "")).replace("…", "\\E.*\\Q");
        Pattern there = Pattern.compile("(.*/)?" + path + "(\\.\\w+)?(/.*)?");
        return SOURCES.keySet().stream().anyMatch(name -> there.matcher(name).matches());
    }

    @Test
    void every_type_that_is_named_is_there_and_has_what_is_named_of_it() {
        assertThat(untrue(
                        code -> code.matches("[A-Z][a-z]\\w*(\\.\\w+)*(\\(\\))?"),
                        code -> isType(code) || isRole(code)))
                .isEmpty();
    }

    /** The end of several names, and those names that nothing may end with ({@code HouseTest}). */
    private static boolean isRole(String code) {
        return TYPES.keySet().stream().filter(type -> type.endsWith(code)).count() > 3
                || source("app/src/test/java/mica/app/HouseTest.java").matches("(?s).*[(|]" + code + "[)|].*");
    }

    private static boolean isType(String code) {
        String[] parts = code.replace("()", "").split("\\.");
        String source = TYPES.get(parts[0]);
        return source != null
                && Stream.of(parts)
                        .skip(1)
                        .allMatch(part -> Pattern.compile("\\b" + Pattern.quote(part) + "\\b")
                                .matcher(source)
                                .find());
    }

    @Test
    void every_setting_that_is_named_is_one() {
        assertThat(untrue(
                        code -> code.matches("(front|office)\\.[a-z0-9-]+(\\.[a-z0-9-]+)*")
                                && !ENDING.matcher(code).matches(),
                        code -> Settings.allKeys(Zones.ALL).contains(code)))
                .isEmpty();
    }

    @Test
    void every_word_of_log_database_and_monitors_that_is_named_is_written_somewhere() {
        assertThat(untrue(
                        code -> code.matches("[a-z]+([._][a-z]+)+")
                                && !code.matches("(front|office)\\..*")
                                && !isPath(code),
                        code -> everything.contains(code) || everything.contains(code.replaceFirst("^.*\\.", ""))))
                .isEmpty();
    }

    @Test
    void every_command_that_is_named_is_one() {
        Set<String> known = new TreeSet<>(source("mica")
                .lines()
                .map(line -> Pattern.compile("^  \\./mica (\\w+)").matcher(line))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList());
        known.add("help");
        Map<String, CommandLine> commands = Main.commandLine().getSubcommands();
        assertThat(untrue(code -> code.matches("(\\./)?mica [a-z].*"), code -> {
                    if (everything.contains("\"" + code)) {
                        // What is derived from keys has names that begin so, too.
                        return true;
                    }
                    String[] words = code.split("[^a-z-]+");
                    List<String> said = Stream.of(words)
                            .dropWhile(word -> !word.equals("mica"))
                            .skip(1)
                            .toList();
                    CommandLine command = commands.get(said.getFirst());
                    return command == null
                            ? known.contains(said.getFirst())
                            : command.getSubcommands().isEmpty()
                                    || said.size() == 1
                                    || command.getSubcommands().containsKey(said.get(1));
                }))
                .isEmpty();
    }

    @Test
    void the_modules_of_the_build_are_those_of_the_tables() {
        Set<String> built = MODULE.matcher(source("pom.xml"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(built).hasSizeGreaterThan(4);
        assertThat(rows("docs/architecture.md", "\n## One check-in")).isEqualTo(built);
        Set<String> folders = rows("README.md", "\n## Where next");
        assertThat(folders).containsAll(built).allMatch(folder -> Files.isDirectory(ROOT.resolve(folder)));
    }

    private static Set<String> rows(String document, String until) {
        String text = source(document);
        return MODULE_ROW
                .matcher(text.substring(0, text.indexOf(until)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A document that says how much there is of something says it of today. */
    @Test
    void what_is_counted_in_words_is_counted_right() {
        Matcher told = Pattern.compile("about ([\\d,]+) lines of our own")
                .matcher(SOURCES.entrySet().stream()
                        .filter(one -> one.getKey().startsWith("docs/adr/0007-"))
                        .findFirst()
                        .orElseThrow()
                        .getValue());
        assertThat(told.find()).as("ADR 7 tells the lines").isTrue();
        long lines = SOURCES.entrySet().stream()
                .filter(one -> one.getKey().matches("office/src/main/java/mica/office/(relay|message)/.*\\.java"))
                .mapToLong(one -> one.getValue().lines().count())
                .sum();
        assertThat(Long.parseLong(told.group(1).replace(",", ""))).isBetween(lines * 3 / 4, lines * 5 / 4);
    }
}
