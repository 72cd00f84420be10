package mica.bench.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mica.bench.machine.ProcessorTime;
import mica.rehearsal.machine.ProgramProcess;

/** A peer that runs all the time, warm, and is told a count for each round. */
final class ProgramPeer implements Peer {

    private final String name;
    private final ProgramProcess program;

    private ProgramPeer(String name, ProgramProcess program) throws IOException {
        this.name = name;
        this.program = program;
        program.awaitLine("ready");
    }

    /** @param sample a message as our own sender writes it */
    static ProgramPeer angus(Path log, int port, int sessions, Path sample) throws IOException {
        return new ProgramPeer(
                "angus",
                ProgramProcess.ofClass(
                        log,
                        List.of("-Xmx512m"),
                        AngusMain.class,
                        Integer.toString(port),
                        Integer.toString(sessions),
                        sample.toString()));
    }

    /** @param folder with nodemailer.js and what npm fetched for it */
    static ProgramPeer nodemailer(Path log, Path folder, int port, int sessions, Path letter) throws IOException {
        return new ProgramPeer(
                "nodemailer",
                ProgramProcess.ofCommand(
                        log,
                        folder,
                        List.of(
                                "node",
                                "nodemailer.js",
                                Integer.toString(port),
                                Integer.toString(sessions),
                                letter.toString())));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double send(int count) throws IOException {
        ProcessorTime begun = ProcessorTime.now(Map.of(name, program.pid()));
        program.tell(Integer.toString(count));
        program.awaitLine("sent");
        return ProcessorTime.now(Map.of(name, program.pid())).minus(begun).of(name);
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
