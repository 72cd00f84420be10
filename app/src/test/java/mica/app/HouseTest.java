package mica.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructorWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.text.Language;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds over the whole house. */
class HouseTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern TABLE = Pattern.compile("create table (?:if not exists )?([a-z_.]+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)[,}]");
    private static final Pattern NAMED_LANGUAGE = Pattern.compile("[\"'](?:ja|en)(?:[-_](?:JP|US|GB))?[\"']"
            + "|texts_(?:ja|en)|:lang\\(|\\bLanguage\\.[A-Z]{2}\\b|isJapanese|isEnglish"
            + "|\\bLocale\\.(?:JAPAN|JAPANESE|ENGLISH|US|UK)\\b|\\.(?:getLanguage|getISO3Language)\\(");
    private static final Pattern LOG_LINE =
            Pattern.compile("\\b(LOG|log|logger)\\.(trace|debug|info|warn|error)\\(([^;]|;(?!\\s*\\n))*;");
    private static final Pattern SELECTORS = Pattern.compile("([^{};]+)\\{");
    private static final Pattern OTHERWISE = Pattern.compile("\\bdefault( ->|:)");
    private static final Pattern WIRING =
            Pattern.compile("new (VisitStore|MailQueue|Notices|DayJob|NoticeDelivery|DoorLane"
                    + "|Officers|Venues|VenueImport|ServiceDesk|DeadAddresses|LedgerJob|ReturnDesk|VisitorErasures|IntakeJob)\\("
                    + "|\\b(Intake\\.job|Console\\.start)\\(");
    private static final int LONGEST_FILE = 400;
    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("mica");
    }

    @Test
    void the_zones_know_the_exchange_and_not_each_other() {
        noClasses()
                .that()
                .resideInAPackage("mica.exchange..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("mica.web..", "mica.front..", "mica.office..", "mica.app..")
                .check(all);
        noClasses()
                .that()
                .resideInAnyPackage("mica.web..", "mica.program..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("mica.front..", "mica.office..", "mica.app..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("mica.front..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("mica.office..", "mica.app..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("mica.office..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("mica.front..", "mica.app..")
                .check(all);
    }

    @Test
    void only_the_program_itself_asks_what_time_it_is() {
        noClasses()
                .that()
                .resideInAnyPackage("mica.exchange..", "mica.web..", "mica.front..", "mica.office..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(all);
    }

    /** What lives no longer than a request, a question or one upload, and what a library keeps alive. */
    @Test
    void every_thread_that_works_on_its_own_is_started_with_a_record_of_its_work() {
        noClasses()
                .that()
                .resideInAnyPackage("mica.exchange..", "mica.front..", "mica.office..")
                .and()
                .haveNameNotMatching("mica\\.exchange\\.health\\.(Pulse|Health\\$HealthQuestion)"
                        + "|mica\\.office\\.bounce\\.LmtpListener|mica\\.office\\.imports\\.ImportPages"
                        + "|mica\\.office\\.relay\\.(Relay|RelayProbe)")
                .should(callMethodWhere(target(nameMatching("start|unstarted|startVirtualThread"))
                        .and(target(owner(nameMatching("java\\.lang\\.Thread(\\$Builder.*)?"))))))
                .orShould(callMethodWhere(target(owner(nameMatching("java\\.util\\.concurrent\\.Executors")))))
                .orShould(callConstructorWhere(target(owner(nameMatching(
                        "java\\.lang\\.Thread|java\\.util\\.concurrent\\..*Executor|java\\.util\\.Timer")))))
                .check(all);
    }

    @Test
    void no_name_says_little() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Service|Helper|Util|Utils|Impl|Common|Data|Info|DTO|Entity)")
                .check(all);
    }

    @Test
    void no_source_file_is_longer_than_can_be_overlooked() throws IOException {
        // A database's first migration is one file by rule, however many tables it begins with.
        List<Path> sources = Stream.of(".java", ".jte", ".css", ".js", ".sql")
                .flatMap(ending -> files("src", ending).stream())
                .filter(source -> !source.getFileName().toString().startsWith("V1__"))
                .toList();
        assertThat(sources).hasSizeGreaterThan(200);
        for (Path source : sources) {
            assertThat(Files.readAllLines(source))
                    .as("lines of " + ROOT.relativize(source))
                    .hasSizeLessThanOrEqualTo(LONGEST_FILE);
        }
    }

    /** So that tests work on the office that runs: {@code OfficeWorld} opens it. */
    @Test
    void no_test_puts_an_office_together_by_hand() throws IOException {
        List<Path> tests = files("src/test/java", ".java").stream()
                .filter(test -> !test.endsWith("HouseTest.java"))
                .toList();
        assertThat(tests).hasSizeGreaterThan(200);
        for (Path test : tests) {
            assertThat(Files.readString(test))
                    .as(ROOT.relativize(test) + " wires what Office and OfficeJobs wire")
                    .doesNotContainPattern(WIRING);
        }
    }

    /** The gate before the log drops failures' messages; this is for those that would be put into a line's words. */
    @Test
    void no_line_of_the_log_is_put_together_of_a_failure_s_words() throws IOException {
        int lines = 0;
        List<Path> sources = files("src/main/java", ".java").stream()
                // What libraries say arrives there, and is left out there.
                .filter(source -> !source.toString().contains("/mica/program/log/"))
                .toList();
        for (Path source : sources) {
            Matcher said = LOG_LINE.matcher(Files.readString(source));
            while (said.find()) {
                lines++;
                assertThat(said.group())
                        .as(ROOT.relativize(source).toString())
                        .doesNotContain(
                                "getMessage", "getLocalizedMessage", ".toString()", "String.valueOf", "getReason")
                        .matches("(?s)(LOG|log|logger)\\.(trace|debug|info|warn|error)\\(\\s*\".*");
            }
        }
        assertThat(lines).isGreaterThan(100);
    }

    @Test
    void nothing_goes_to_the_terminal_past_the_log() {
        noClasses()
                .should()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(Thread.class, "dumpStack")
                .check(all);
        noClasses()
                .that()
                .resideInAnyPackage("mica.exchange..", "mica.web..", "mica.front..", "mica.office..")
                .should()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "out")
                .check(all);
    }

    @Test
    void no_style_of_a_page_hangs_on_a_selector_that_older_browsers_do_not_know() throws IOException {
        List<Path> styles = files("src/main/resources/assets", ".css");
        assertThat(styles).hasSize(3);
        for (Path style : styles) {
            String rules = Files.readString(style).replaceAll("(?s)/\\*.*?\\*/", "");
            Matcher selectors = SELECTORS.matcher(rules);
            while (selectors.find()) {
                String list = selectors.group(1).strip();
                assertThat(list)
                        .as("a browser that does not know one selector of a list drops the whole rule")
                        .doesNotContainPattern(":(is|where|has|any-link|focus-within|dir)\\b")
                        .doesNotContainPattern(":not\\([^)]*[,> +~]")
                        .doesNotContain("&", "@layer", "@container", "@scope");
                if (list.contains(":focus-visible")) {
                    assertThat(list.split(",")).allMatch(one -> one.contains(":focus-visible"));
                }
            }
        }
    }

    /** A verb answers with what can become of it: what cannot is not among the cases that a page goes through. */
    @Test
    void no_page_has_a_case_that_cannot_be() throws IOException {
        List<Path> pages = files("src/main/java", "Pages.java");
        assertThat(pages).hasSizeGreaterThan(10);
        for (Path page : pages) {
            String source = Files.readString(page);
            assertThat(source)
                    .as(ROOT.relativize(page).toString())
                    .doesNotContain("IllegalStateException", "AssertionError", "UnsupportedOperationException");
            Matcher otherwise = OTHERWISE.matcher(source);
            while (otherwise.find()) {
                assertThat(source.substring(source.lastIndexOf("case ", otherwise.start())))
                        .as("of words from a browser there are always others; of outcomes there are not")
                        .startsWith("case \"");
            }
        }
    }

    @Test
    void private_keys_are_touched_in_the_office_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("mica.office.keys..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "com\\.google\\.crypto\\.tink\\.(hybrid\\.HpkePrivateKey|HybridDecrypt|InsecureSecretKeyAccess)")
                .check(all);
    }

    @Test
    void every_table_is_explained() throws IOException {
        String explained = Files.readString(ROOT.resolve("docs/data.md"));
        List<Path> migrations = files("src/main/resources/migrations", ".sql");
        assertThat(migrations).isNotEmpty();
        for (Path migration : migrations) {
            Matcher table = TABLE.matcher(Files.readString(migration));
            while (table.find()) {
                assertThat(explained).as("docs/data.md").contains("`" + table.group(1) + "`");
            }
        }
    }

    @Test
    void every_text_stands_in_every_language_with_the_same_places() throws IOException {
        List<Path> bundles = files("src/main/resources/mica", "_ja.properties");
        assertThat(bundles).hasSizeGreaterThan(5);
        for (Path japanese : bundles) {
            Properties ja = properties(japanese);
            for (Language language : Language.ours()) {
                Properties other = properties(japanese.resolveSibling("texts_" + language.tag() + ".properties"));
                assertThat(other.stringPropertyNames())
                        .as(ROOT.relativize(japanese) + " in " + language)
                        .isEqualTo(ja.stringPropertyNames());
                for (String key : ja.stringPropertyNames()) {
                    assertThat(placeholders(other.getProperty(key)))
                            .as(key + " in " + language)
                            .isEqualTo(placeholders(ja.getProperty(key)));
                    assertThat(other.getProperty(key))
                            .as(key + " in " + language)
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void no_source_tells_one_language_from_another() throws IOException {
        List<String> named = new ArrayList<>();
        for (String ending : List.of(".java", ".jte", ".js", ".html", ".css", ".sql")) {
            for (Path file : files("src/main", ending)) {
                for (String line : Files.readAllLines(file)) {
                    // The names of days and months in a mail's head are English in every language (RFC 5322, 3.3).
                    if (NAMED_LANGUAGE.matcher(line).find() && !line.contains("MMM yyyy HH:mm:ss Z")) {
                        named.add(ROOT.relativize(file) + ": " + line.strip());
                    }
                }
            }
        }
        assertThat(named)
                .as("what a language has of its own stands in its bundles")
                .isEmpty();
    }

    private static TreeSet<String> placeholders(String text) {
        TreeSet<String> places = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> files(String folder, String ending) {
        return Stream.of("exchange", "web", "program", "front", "office", "app", "rehearsal", "bench")
                .map(module -> ROOT.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(path -> {
                    try (Stream<Path> walk = Files.walk(path)) {
                        return walk.filter(file -> file.toString().endsWith(ending)).toList().stream();
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                })
                .toList();
    }
}
