package mica.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command as a program of its own, as it is delivered, with nothing of the tests on its class path. */
final class CommandProcess implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param before what starts it, such as {@code unshare -U}; may be empty */
    static CommandProcess start(
            Path folder, List<String> before, Map<String, String> settings, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", withoutTests(System.getProperty("java.class.path"))));
        command.addAll(Programs.started(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(settings);
        return new CommandProcess(builder.start(), out, err);
    }

    /** The program as it is delivered, with its own logging. */
    static String withoutTests(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry ->
                        !entry.contains("test-classes") && !entry.endsWith("-test") && !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits for its end. */
    Typed ended() throws Exception {
        if (!process.waitFor(TwoZones.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + out() + err());
        }
        return new Typed(process.exitValue(), out(), err());
    }

    /** Waits until it has said something, to whichever side. */
    void says(String words) throws Exception {
        TwoZones.await(() -> {
            boolean alive = process.isAlive();
            if ((out() + err()).contains(words)) {
                return true;
            }
            if (!alive) {
                throw new AssertionError("it ended: " + out() + err());
            }
            return false;
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
