package mica.rehearsal.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mica.rehearsal.machine.ProgramProcess;

/** The sink as a program of its own, seen from the bench. Not shared by threads. */
public final class SinkProgram implements AutoCloseable {

    private final ProgramProcess program;
    private final int port;

    private SinkProgram(ProgramProcess program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * @param people the largest number in an address, plus one
     * @param roundTripMillis of the delay before it; zero for none
     */
    public static SinkProgram start(Path log, boolean chunking, int people, int roundTripMillis) throws IOException {
        ProgramProcess program = ProgramProcess.ofClass(
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

    public int port() {
        return port;
    }

    public long pid() {
        return program.pid();
    }

    public void reset() throws IOException {
        ask("reset");
    }

    public int messages() throws IOException {
        return Integer.parseInt(ask("messages"));
    }

    public Counts counts() throws IOException {
        String[] words = ask("counts").split(" ");
        return new Counts(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    /** A message since the last reset as it came, without the end of the data. @throws IOException when there was none */
    public byte[] sample(Path file) throws IOException {
        if (!Boolean.parseBoolean(ask("sample " + file))) {
            throw new IOException("the sink has no message yet");
        }
        String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
        return mail.replaceFirst("\r\n\\.\r\n$", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** When the mail to each number from one on was taken; zero for none. */
    public long[] times(int from, int count, Path file) throws IOException {
        ask("times " + from + " " + count + " " + file);
        return Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
