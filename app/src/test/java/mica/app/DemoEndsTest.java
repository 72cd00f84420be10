package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEndsTest {

    @TempDir
    Path folder;

    @Test
    void ended_while_it_starts_it_leaves_no_database_running() throws Exception {
        Path data = folder.resolve("data");
        Process demo = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mica.app.Main",
                        "demo",
                        "--data",
                        data.toString(),
                        "--front-port",
                        "0",
                        "--office-port",
                        "0",
                        "--inbox-port",
                        "0"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Path pidFile = data.resolve("postgres").resolve("postmaster.pid");
        TwoZones.await(() -> Files.exists(pidFile) && !Files.readString(pidFile).isBlank());
        long postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        demo.destroy();
        assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("Exception");
        assertThat(pidFile).doesNotExist();
        assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
