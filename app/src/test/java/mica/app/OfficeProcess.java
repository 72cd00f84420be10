package mica.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An office as a program of its own, with everything it says in a file. */
final class OfficeProcess implements AutoCloseable {

    private final Path log;
    private final Process process;

    OfficeProcess(Path folder, Map<String, String> settings) throws Exception {
        log = Files.createDirectories(folder).resolve("office.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        FrontProcess.java("java"),
                        "-cp",
                        CommandProcess.withoutTests(System.getProperty("java.class.path")),
                        OfficeCommand.class.getName()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        process = builder.start();
        TwoZones.await(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the office ended: " + said());
            }
            return said().contains("The console listens on");
        });
    }

    /** Everything it said. */
    String said() throws java.io.IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(TwoZones.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
