package mica.exchange.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersAloneTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void close() throws IOException {
        set(folder, "rwxr-xr-x");
    }

    private Path file(String name, String permissions) throws IOException {
        return set(Files.writeString(folder.resolve(name), "secret"), permissions);
    }

    private static Path set(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_file_that_others_could_read_is_told_with_the_command_that_closes_it() throws Exception {
        for (String open : List.of("rw-r--r--", "rw-r-----", "rw-rw-rw-", "rw-----w-", "rwx-----x", "rw--w----")) {
            Path secret = file("secret", open);
            String fault = OwnersAlone.fault(secret).orElseThrow();
            assertThat(fault).contains(open).endsWith("; to close it: chmod 600 " + secret);
            shell(fault.substring(fault.indexOf("chmod")));
            assertThat(OwnersAlone.fault(secret)).isEmpty();
        }
        for (String closed : List.of("rw-------", "r--------")) {
            assertThat(OwnersAlone.fault(file("closed", closed))).isEmpty();
        }
        assertThat(OwnersAlone.fault(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void a_folder_that_others_could_enter_is_told_with_the_command_that_closes_it() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("the key's folder"));
        for (String open : List.of("rwxrwxrwx", "rwxr-xr-x", "rwxr-x---", "rwx-----x", "rwx-w----")) {
            set(keys, open);
            String fault = OwnersAlone.fault(keys).orElseThrow();
            assertThat(fault).contains(open);
            shell(fault.substring(fault.indexOf("chmod")));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_folder_in_which_everybody_can_exchange_the_secret_is_told() throws Exception {
        Path secret = file("secret", "rw-------");
        set(folder, "rwxrwxrwx");
        assertThat(OwnersAlone.fault(secret).orElseThrow()).endsWith("; to close it: chmod o-w " + folder);
        assertThat(OwnersAlone.changeable(secret)).isPresent();
        shell("chmod +t " + folder);
        assertThat(OwnersAlone.fault(secret)).isEmpty();
    }

    @Test
    void what_may_be_read_must_not_be_changed() throws Exception {
        assertThat(OwnersAlone.changeable(file("copy", "rw-r--r--"))).isEmpty();
        assertThat(OwnersAlone.changeable(file("copy", "rw-rw-rw-")).orElseThrow())
                .endsWith("; to close it: chmod o-w " + folder.resolve("copy"));
    }

    private static void shell(String command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }
}
