package mica.bench.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mica.bench.machine.Program;

/** The sink, seen from the bench. Not shared by threads. */
final class SinkProgram implements AutoCloseable {

    private final Program program;
    private final int port;

    private SinkProgram(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    static SinkProgram start(Path log, boolean chunking, int people, int roundTripMillis) throws IOException {
        Program program = Program.ofClass(
                log,
                List.of("-Xmx256m"),
                SinkMain.class,
                Boolean.toString(chunking),
                Integer.toString(people),
                Integer.toString(roundTripMillis));
        return new SinkProgram(program, Integer.parseInt(program.awaitLine("port ")));
    }

    private String ask(String command) throws IOException {
        program.tell(command);
        return program.awaitLine("= ");
    }

    int port() {
        return port;
    }

    long pid() {
        return program.pid();
    }

    void reset() throws IOException {
        ask("reset");
    }

    int messages() throws IOException {
        return Integer.parseInt(ask("messages"));
    }

    Sink.Counts counts() throws IOException {
        String[] words = ask("counts").split(" ");
        return new Sink.Counts(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }

    /** A message as it came, the end of the data with it. @throws IOException when there was none yet */
    byte[] sample(Path file) throws IOException {
        if (!Boolean.parseBoolean(ask("sample " + file))) {
            throw new IOException("the sink has no message yet");
        }
        return Files.readAllBytes(file);
    }

    /** When the mail to each number was taken; zero for none. */
    long[] times(int count, Path file) throws IOException {
        ask("times " + count + " " + file);
        return Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
