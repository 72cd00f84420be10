package mica.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A front as a program of its own, with a working folder and a folder for temporary files of its own. */
final class FrontProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)\\.");

    private static final Pattern GIVEN = Pattern.compile("^front_options=\\((.*)\\)$", Pattern.MULTILINE);

    final Path folder;
    private final Process process;
    private int port;

    FrontProcess(Path folder, Map<String, String> settings, List<String> options) throws Exception {
        this("front", folder, settings, options);
    }

    /** @param role the other zone, as a program of its own */
    FrontProcess(String role, Path folder, Map<String, String> settings, List<String> options) throws Exception {
        this.folder = Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(options);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                CommandProcess.withoutTests(System.getProperty("java.class.path"))));
        command.addAll(Programs.started(role));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().putAll(settings);
        process = builder.start();
        TwoZones.await(() -> {
            Matcher said = PORT.matcher(Files.readString(log()));
            if (said.find()) {
                port = Integer.parseInt(said.group(1));
            } else if (!process.isAlive()) {
                throw new AssertionError("the " + role + " ended: " + Files.readString(log()));
            }
            return port != 0;
        });
    }

    /** Options that the launcher gives to a front's Java, and others. */
    static List<String> options(String... others) throws IOException {
        Matcher given = GIVEN.matcher(Files.readString(Path.of(System.getProperty("mica.root"), "mica")));
        if (!given.find()) {
            throw new AssertionError("the launcher gives a front no options");
        }
        List<String> options = new ArrayList<>(List.of(given.group(1).split(" ")));
        options.addAll(List.of(others));
        return options;
    }

    static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it said. */
    Path log() {
        return folder.resolve("front.log");
    }

    /** Writes what lives in its heap to a file outside its folder. */
    Path heapDump() throws Exception {
        Path dump = folder.resolveSibling("heap.hprof").toAbsolutePath();
        Process jcmd = new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("jcmd.log").toFile())
                .start();
        if (!jcmd.waitFor(TwoZones.PATIENCE.toSeconds(), TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new AssertionError(Files.readString(folder.resolveSibling("jcmd.log")));
        }
        return dump;
    }

    /** Whether this machine lets one process read another's memory. */
    boolean memoryIsReadable() {
        return Traces.canReadMemoryOf(process.toHandle());
    }

    /** Every find in its writable memory, used or free. */
    List<String> inMemory(Traces traces) throws IOException {
        return traces.inMemoryOf(process.toHandle());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
