package mica.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import mica.exchange.database.DatabaseConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front as it is delivered: a process of its own with the libraries of its folder, asked what it has. */
class FrontProgramTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern LISTENS = Pattern.compile("The public site listens on 127\\.0\\.0\\.1:(\\d+)\\.");

    /** Of the office, its keys, its PDFs, its mail, the demo's database. */
    private static final Pattern FOREIGN = Pattern.compile("(META-INF/versions/\\d+/)?(mica/(office|app|bench)|org/bouncycastle"
            + "|com/amazon/corretto|org/apache/(pdfbox|fontbox|james|commons/csv)|com/openhtmltopdf|com/google/zxing"
            + "|org/eclipse/angus|(jakarta|javax)/mail|org/subethamail|org/xbill|io/zonky)/.*");

    private static final List<String> FOREIGN_CLASSES = List.of(
            "mica.office.Office",
            "mica.office.keys.KeyStore",
            "mica.app.Main",
            "org.bouncycastle.jce.provider.BouncyCastleProvider",
            "org.apache.pdfbox.pdmodel.PDDocument",
            "org.eclipse.angus.mail.smtp.SMTPTransport",
            "jakarta.mail.Message",
            "io.zonky.test.db.postgres.embedded.EmbeddedPostgres");

    @TempDir
    private static Path folder;

    private static Town town;
    private static Process process;
    private static List<String> classPath;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        town = new Town();
        Path log = folder.resolve("front.log");
        ProcessBuilder builder = new ProcessBuilder(
                        program("java"), "--enable-native-access=ALL-UNNAMED", "-cp", delivered(), "mica.front.Main")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        DatabaseConfiguration exchange = town.databases.frontExchange();
        builder.environment()
                .putAll(Map.of(
                        "MICA_FRONT_PORT", "0",
                        "MICA_FRONT_OFFICE_KEY", town.office.signingKey().toString(),
                        "MICA_FRONT_EXCHANGE_URL", exchange.url(),
                        "MICA_FRONT_EXCHANGE_USER", exchange.user(),
                        "MICA_FRONT_EXCHANGE_PASSWORD", exchange.password()));
        process = builder.start();
        browser = new Browser(port(log), "ja");
        classPath = Arrays.asList(asked("VM.command_line")
                .lines()
                .filter(line -> line.startsWith("java_class_path"))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst()
                .orElseThrow()
                .split(File.pathSeparator));
    }

    @AfterAll
    static void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        town.close();
    }

    /** The module itself, and what the build puts into its folder of libraries. */
    private static String delivered() throws IOException {
        Path target = ROOT.resolve("front/target");
        return target.resolve("classes") + File.pathSeparator
                + Files.readString(target.resolve("class-path")).strip();
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static int port(Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            Matcher listens = LISTENS.matcher(Files.readString(log));
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
            assertThat(process.isAlive() && System.nanoTime() < until)
                    .as(Files.readString(log))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    /** What the process itself answers. */
    private static String asked(String question) throws IOException, InterruptedException {
        Path answer = folder.resolve("answer");
        Process asking = new ProcessBuilder(program("jcmd"), Long.toString(process.pid()), question)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        assertThat(asking.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(asking.exitValue()).as(Files.readString(answer)).isZero();
        return Files.readString(answer);
    }

    @Test
    void it_takes_a_check_in_alone() {
        assertThat(browser.get("/" + town.spot.value()).status()).isEqualTo(200);
        assertThat(browser.post("/" + town.spot.value(), Map.of("email", "name@example.jp"))
                        .status())
                .isEqualTo(303);
        assertThat(town.office.take()).hasSize(1);
    }

    @Test
    void no_jar_on_its_class_path_holds_anything_of_the_office() throws IOException {
        List<String> names = new ArrayList<>();
        for (String entry : classPath) {
            Path path = Path.of(entry);
            assertThat(path).exists();
            names.addAll(Files.isDirectory(path) ? inFolder(path) : inJar(path));
        }
        assertThat(names).contains("mica/front/Main.class", "mica/exchange/seal/Seal.class");
        assertThat(names.stream().filter(name -> FOREIGN.matcher(name).matches()))
                .isEmpty();
    }

    private static List<String> inFolder(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static List<String> inJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void with_its_class_path_no_such_class_can_be_loaded() throws Exception {
        URL[] entries = classPath.stream().map(FrontProgramTest::url).toArray(URL[]::new);
        try (URLClassLoader its = new URLClassLoader(entries, ClassLoader.getPlatformClassLoader())) {
            assertThat(Class.forName("mica.front.Front", false, its).getClassLoader())
                    .isSameAs(its);
            for (String name : FOREIGN_CLASSES) {
                assertThatThrownBy(() -> Class.forName(name, false, its))
                        .as(name)
                        .isInstanceOf(ClassNotFoundException.class);
            }
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void it_has_loaded_no_such_class_and_opened_no_other_jar() throws Exception {
        browser.get("/");
        String loaded = asked("VM.class_hierarchy");
        assertThat(loaded).contains("mica.front.Front/");
        assertThat(loaded.lines()
                        .map(line -> line.replaceFirst("^[| -]*", "").replaceFirst("/0x.*|/null.*", ""))
                        .filter(name -> FOREIGN.matcher(name.replace('.', '/') + "/").matches()))
                .isEmpty();
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (Files.isDirectory(descriptors)) {
            try (Stream<Path> open = Files.list(descriptors)) {
                List<String> jars = open.map(FrontProgramTest::target)
                        .filter(file -> file.endsWith(".jar"))
                        .toList();
                assertThat(jars).isNotEmpty().isSubsetOf(classPath);
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void the_launcher_starts_this_program_from_its_own_folder() throws IOException {
        assertThat(Files.readString(ROOT.resolve("mica")))
                .contains("front) start front mica.front.Main front \"$@\" ;;")
                .contains("-cp \"${jars[0]}:$root/$module/target/lib/*\" \"$main\"");
    }
}
