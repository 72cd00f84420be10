package mica.bench.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mica.bench.machine.ProcessorTime;

/**
 * {@code smtp-source} of Postfix: C, lock-step, touches no database and renders nothing: the same ready message to the
 * same recipient again and again, over kept connections.
 */
final class SmtpSource implements Peer {

    private final Path program;
    private final int port;
    private final int sessions;
    private final Path message;

    /** @param message lines that end with LF, without the end of the data */
    SmtpSource(Path program, int port, int sessions, Path message) {
        this.program = program;
        this.port = port;
        this.sessions = sessions;
        this.message = message;
    }

    /** @throws IOException in one clear line when there is none */
    static Path find() throws IOException {
        for (String folder : ("/usr/sbin:" + System.getenv().getOrDefault("PATH", "")).split(":")) {
            Path program = Path.of(folder, "smtp-source");
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException("smtp-source is missing: install it (Debian: apt-get install postfix)");
    }

    @Override
    public String name() {
        return "smtp-source";
    }

    @Override
    public double send(int count) throws IOException, InterruptedException {
        double before = ProcessorTime.ofEndedChildren();
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        // Keep the connection for the next message.
                        "-d",
                        "-s",
                        Integer.toString(sessions),
                        "-m",
                        Integer.toString(count),
                        "-f",
                        "mica@example.jp",
                        "-t",
                        "visitor@example.jp",
                        "-F",
                        message.toString(),
                        "127.0.0.1:" + port))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("smtp-source failed: " + said);
        }
        return ProcessorTime.ofEndedChildren() - before;
    }

    @Override
    public void close() {}
}
