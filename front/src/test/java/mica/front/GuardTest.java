package mica.front;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.health.Health;
import mica.exchange.text.Language;
import mica.exchange.text.TestLanguages;
import mica.exchange.text.Texts;
import mica.front.directory.Directory;
import mica.front.health.FrontHealthPages;
import mica.web.Assets;
import mica.web.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    private static final JavaClasses FRONT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("mica.front");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d(?=[,}])");

    /** Nobody asks these routes for anything, so their parts need not be there. */
    @Test
    @SuppressWarnings("NullAway")
    void every_route_is_on_the_approved_list_and_has_an_access_rule() {
        Site site = new Site(new Texts(), "jte.front", new Assets(), () -> Office.SERVICE, ctx -> List.of());
        Directory directory = new Directory(new DirectoryStore(null), Duration.ZERO);
        FrontHealthPages health = new FrontHealthPages(new Health(List.of()), new Health(List.of()));
        List<Routes.PublicRoute> routes = Front.routes(
                        site, directory, null, new byte[16], InstantSource.system(), health)
                .all();
        List<String> listed = routes.stream()
                .map(route -> route.method().name() + " " + route.path() + " " + route.access())
                .toList();
        assertThat(listed).isEqualTo(approved());
    }

    private static List<String> approved() {
        try (var in = GuardTest.class.getResourceAsStream("/approved-routes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void every_text_stands_in_every_language_with_the_same_placeholders() throws IOException {
        for (String bundle : Front.TEXTS) {
            Properties ja = bundle(bundle, TestLanguages.JA);
            for (Language language : Language.all()) {
                Properties other = bundle(bundle, language);
                assertThat(new TreeSet<>(other.stringPropertyNames()))
                        .as(bundle + " " + language)
                        .isEqualTo(new TreeSet<>(ja.stringPropertyNames()));
                for (String key : ja.stringPropertyNames()) {
                    assertThat(placeholders(other.getProperty(key)))
                            .as(key + " " + language)
                            .isEqualTo(placeholders(ja.getProperty(key)));
                    assertThat(other.getProperty(key)).as(key + " " + language).isNotBlank();
                }
            }
        }
    }

    private static TreeSet<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties bundle(String name, Language language) throws IOException {
        Properties properties = new Properties();
        String path = "/" + name.replace('.', '/') + "/texts_" + language.tag() + ".properties";
        try (Reader reader = new InputStreamReader(GuardTest.class.getResourceAsStream(path), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.mail.Message",
                "org.eclipse.angus.mail.smtp.SMTPTransport",
                "javax.mail.Message",
                "org.apache.pdfbox.pdmodel.PDDocument",
                "com.openhtmltopdf.pdfboxout.PdfRendererBuilder",
                "com.google.zxing.qrcode.QRCodeWriter",
                "org.bouncycastle.jce.provider.BouncyCastleProvider",
                "mica.office.keys.KeyStore",
                "mica.office.Main"
            })
    void what_the_front_must_not_be_able_to_do_is_not_on_its_class_path(String name) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Class.forName(name)))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void no_jar_of_the_office_s_tools_is_on_the_class_path() {
        List<String> entries =
                Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(java.io.File.pathSeparator));
        assertThat(entries.stream().anyMatch(entry -> entry.contains("javalin")))
                .as("the path is the real one")
                .isTrue();
        assertThat(entries)
                .noneMatch(entry -> Pattern.compile(
                                "mail|angus|pdf|zxing|bcprov|bouncycastle|webauthn|totp|/office/",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(entry)
                        .find());
    }

    @Test
    void the_front_uses_its_listed_libraries_only() {
        classes()
                .that()
                .resideInAPackage("mica.front..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "mica.front..",
                        "mica.web..",
                        "mica.exchange..",
                        "mica.program..",
                        "java..",
                        "com.sun.management..",
                        "javax.crypto..",
                        "io.javalin..",
                        "org.jdbi.v3.core..",
                        "picocli..",
                        "com.github.benmanes.caffeine.cache..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "kotlin..")
                .check(FRONT);
    }

    @Test
    void the_front_neither_opens_seals_nor_names_private_keys() {
        noClasses()
                .that()
                .resideInAPackage("mica.front..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*(HybridDecrypt|HpkeDecrypt|HpkePrivateKey|PrivateKey|X25519).*")
                .check(FRONT);
    }

    @Test
    void only_the_mailbox_speaks_to_the_database_and_only_the_start_reads_the_clock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("mica.front.mailbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(FRONT);
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(FRONT);
    }
}
