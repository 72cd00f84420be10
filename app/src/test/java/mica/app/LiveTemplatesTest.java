package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.app.inbox.Inbox;
import mica.app.inbox.InboxConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes templates sees them at the next look; the program that is delivered has no such way. */
class LiveTemplatesTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern COMPILER = Pattern.compile("<artifactId>jte</artifactId>([^/]*</?[a-z]+>)*");

    @TempDir
    Path folder;

    @AfterEach
    void asBefore() {
        System.clearProperty("mica.templates");
    }

    @Test
    void a_template_that_changes_is_there_at_the_next_look() throws Exception {
        Path sources = folder.resolve("sources");
        for (String module : List.of("web", "app")) {
            copy(ROOT.resolve(module + "/src/main/jte"), sources.resolve(module + "/src/main/jte"));
        }
        System.setProperty("mica.templates", sources.toString());
        InboxConfiguration configuration = new InboxConfiguration("127.0.0.1", 0, 0, folder.resolve("mails"));
        try (Inbox inbox = Inbox.start(configuration, Clock.systemUTC())) {
            HttpPerson reader = new HttpPerson("http://127.0.0.1:" + inbox.httpPort());
            assertThat(reader.get("/").page().select("main").text()).doesNotContain("Hello, template");

            Path list = sources.resolve("app/src/main/jte/inbox/list.jte");
            Files.writeString(list, Files.readString(list).replaceFirst("<form", "<p>Hello, template</p><form"));
            Files.setLastModifiedTime(list, FileTime.fromMillis(System.currentTimeMillis() + 2_000));

            assertThat(reader.get("/").page().select("main").text()).contains("Hello, template");
        }
    }

    @Test
    void what_is_delivered_cannot_compile_a_template() throws IOException {
        int found = 0;
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path pom : modules.map(module -> module.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList()) {
                Matcher compiler = COMPILER.matcher(Files.readString(pom));
                while (compiler.find()) {
                    found++;
                    assertThat(compiler.group()).as(pom.toString()).contains("<scope>test</scope>");
                }
            }
        }
        assertThat(found).isPositive();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path copy = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(one, copy);
                }
            }
        }
    }
}
