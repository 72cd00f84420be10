package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code ./mica try} where it cannot run what was asked for. */
class TryTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));

    @TempDir
    Path folder;

    private record Said(int code, String words) {}

    private static Said tried(Path root, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(root.resolve("mica").toString(), "try"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MICA_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Said(process.waitFor(), words.strip());
    }

    @Test
    void a_class_that_is_not_there_is_named() throws Exception {
        assertThat(tried(ROOT, "NobodysTest")).isEqualTo(new Said(2, "mica: There is no test class NobodysTest."));
    }

    @Test
    void a_test_that_its_class_does_not_have_is_named() throws Exception {
        assertThat(tried(ROOT, "TryTest#nobody_wrote_it"))
                .isEqualTo(new Said(2, "mica: TryTest has no test nobody_wrote_it."));
    }

    @Test
    void the_module_is_found_by_the_class_and_two_modules_are_not_mixed() throws Exception {
        assertThat(tried(ROOT, "TryTest", "EmailAddressTest"))
                .isEqualTo(new Said(
                        2, "mica: EmailAddressTest is of exchange, the tests before it of app: one module at a time."));
    }

    @Test
    void another_version_of_the_database_is_refused() throws Exception {
        assertThat(tried(ROOT, "--postgres", "12", "TryTest"))
                .isEqualTo(new Said(2, "mica: There are no tests on PostgreSQL 12: --postgres takes 15."));
    }

    @Test
    void where_the_tests_have_never_run_it_is_said_in_a_line_what_to_do() throws Exception {
        for (String file : List.of("mica", "pom.xml", "dev/try", "app/src/test/java/mica/app/TryTest.java")) {
            copy(file);
        }

        assertThat(tried(folder, "TryTest"))
                .isEqualTo(new Said(
                        2, "mica: What Maven fetches and makes for the tests is not all here: run ./mica test once."));
    }

    @Test
    void to_end_what_does_not_run_is_nothing() throws Exception {
        for (String file : List.of("mica", "dev/try")) {
            copy(file);
        }

        assertThat(tried(folder, "--stop")).isEqualTo(new Said(0, ""));
    }

    @Test
    void the_launcher_s_help_names_it_and_without_words_it_tells_how() throws Exception {
        assertThat(Files.readString(ROOT.resolve("mica"))).contains("  ./mica try ");
        assertThat(tried(ROOT).words()).contains("./mica try CLASS", "--postgres 15", "--demo", "--stop");
    }

    private void copy(String file) throws IOException {
        Path to = folder.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(ROOT.resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
