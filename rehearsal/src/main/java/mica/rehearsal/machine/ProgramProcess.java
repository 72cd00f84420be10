package mica.rehearsal.machine;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of the program as a process of its own, with settings from the environment, as an operator runs it: from the
 * jars of the program and with the options that {@code ./mica} would give Java, both of which it tells.
 */
public final class ProgramProcess implements AutoCloseable {

    /** Jars of the program; without it, as in an IDE, those of the bench do, which has it among its own. */
    private static final String CLASS_PATH = System.getProperty("mica.program.classpath", ownClassPath());

    private static final String FRONT_CLASS_PATH = System.getProperty("mica.front.classpath", ownClassPath());

    private static final List<String> FRONT_OPTIONS = words(System.getProperty("mica.front.options", ""));

    private static final List<String> OFFICE_OPTIONS = words(System.getProperty("mica.office.options", ""));

    private static final Duration USUAL_END = Duration.ofSeconds(20);

    private final Process process;
    private final BufferedReader said;
    private final Writer ear;

    private ProgramProcess(Process process) {
        this.process = process;
        this.ear = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * @param log where its log goes
     * @param options for Java
     * @param arguments the command and its options
     */
    public static ProgramProcess start(
            Path log, Map<String, String> settings, List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(options);
        // What is learned anew must not begin with what was learned before.
        boolean learns = options.stream().anyMatch(option -> option.startsWith("-XX:AOTCache"));
        if (arguments[0].equals("office") && !learns) {
            all.addAll(OFFICE_OPTIONS);
        }
        if (arguments[0].equals("front")) {
            all.addAll(FRONT_OPTIONS);
        }
        String[] given = Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (arguments[0]) {
            case "front" -> java(log, settings, all, FRONT_CLASS_PATH, "mica.front.Main", given);
            case "office" -> java(log, settings, all, CLASS_PATH, "mica.app.OfficeCommand", given);
            default -> java(log, settings, all, CLASS_PATH, "mica.app.Main", arguments);
        };
    }

    /** Any class of the bench with a main method. */
    public static ProgramProcess ofClass(Path log, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return java(log, Map.of(), options, ownClassPath(), main.getName(), arguments);
    }

    /** Any program. */
    public static ProgramProcess ofCommand(Path log, Path folder, List<String> command) throws IOException {
        return new ProgramProcess(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private static ProgramProcess java(
            Path log,
            Map<String, String> settings,
            List<String> options,
            String classPath,
            String main,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().putAll(settings);
        return new ProgramProcess(builder.start());
    }

    /** Writes a line to its standard input. */
    public void tell(String line) throws IOException {
        ear.write(line);
        ear.write('\n');
        ear.flush();
    }

    /** Waits for a line and answers what follows the given words in it. */
    public String awaitLine(String words) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            int at = line.indexOf(words);
            if (at >= 0) {
                return line.substring(at + words.length());
            }
        }
        throw new IOException("a process ended without saying: " + words);
    }

    /** Waits for the line that names the port it listens on, after the given words. */
    public int awaitPort(String words) throws IOException {
        return Integer.parseInt(awaitLine(words).replaceAll("[^0-9]", ""));
    }

    /** Waits for its end and answers what it said. @throws IOException when it failed */
    public String awaitEnd() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
        }
        if (process.waitFor() != 0) {
            throw new IOException("a command ended with " + process.exitValue());
        }
        return all.toString();
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end and waits so long for it. @throws IOException when it has not ended by then, and is killed */
    public void end(Duration patience) throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("a process did not end within " + patience);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            end(USUAL_END);
        } catch (IOException killed) {
            said.close();
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        said.close();
    }

    private static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" "));
    }
}
