package mica.bench.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mica.rehearsal.sink.Counts;
import mica.rehearsal.sink.SinkProgram;

/** The other senders, warm, each with the number of mails it sends in a round. Used by one thread. */
final class Peers implements AutoCloseable {

    /** What a round of a peer takes at most, about; with a delay some send a hundredth of what they send without. */
    private static final double ROUND_SECONDS = 10;

    private static final int FEW = 500;

    private final Map<Peer, Integer> mails = new LinkedHashMap<>();
    private final Path folder;
    private final SinkProgram sink;
    private final int sessions;

    private Peers(Path folder, SinkProgram sink, int sessions) {
        this.folder = folder;
        this.sink = sink;
        this.sessions = sessions;
    }

    /**
     * Starts them, and warms each up.
     *
     * @param sink that has just taken a notice of ours, of which they send a mail
     * @param names of smtp-source, angus, nodemailer
     * @throws IllegalStateException when one of them does not send what ours sends
     */
    static Peers start(Path folder, SinkProgram sink, int sessions, Set<String> names)
            throws IOException, InterruptedException {
        Peers peers = new Peers(folder, sink, sessions);
        try {
            peers.startAll(names);
            return peers;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            peers.close();
            throw failed;
        }
    }

    Map<Peer, Integer> mails() {
        return mails;
    }

    private void startAll(Set<String> names) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path sample = folder.resolve("sample.eml");
        byte[] octets = sink.sample(sample);
        Files.write(sample, octets);
        OfficeLetter letter = OfficeLetter.read(sample);
        System.out.printf(Locale.ROOT, "%na mail of ours: %,d octets, %s%n", letter.octets(), letter.shape());
        if (names.contains("smtp-source")) {
            Path lines = folder.resolve("sample.lf");
            Files.writeString(lines, Files.readString(sample).replace("\r\n", "\n"));
            warmUp(new SmtpSource(SmtpSource.find(), sink.port(), sessions, lines), 100_000, letter);
        }
        if (names.contains("angus")) {
            warmUp(ProgramPeer.angus(log, sink.port(), sessions, sample), 20_000, letter);
        }
        if (names.contains("nodemailer")) {
            Path json = letter.writeJson(folder.resolve("sample.json"));
            Path program = fetchNodemailer();
            warmUp(ProgramPeer.nodemailer(log, program, sink.port(), sessions, json), 10_000, letter);
        }
    }

    private void warmUp(Peer peer, int most, OfficeLetter letter) throws IOException, InterruptedException {
        // Known from now on, so that it is ended whatever happens.
        mails.put(peer, most);
        int count = FEW;
        for (int time = 0; time < 2; time++) {
            sink.reset();
            peer.send(count);
            Counts counts = sink.counts();
            count = Math.clamp((long) (counts.perSecond() * ROUND_SECONDS), FEW, most);
        }
        mails.put(peer, count);
        Path sample = folder.resolve(peer.name() + ".eml");
        Files.write(sample, sink.sample(sample));
        OfficeLetter theirs = OfficeLetter.read(sample);
        System.out.printf(Locale.ROOT, "a mail of %s: %,d octets, %,d a round%n", peer.name(), theirs.octets(), count);
        if (!letter.isLike(theirs)) {
            throw new IllegalStateException("FAILED: " + peer.name() + " sends something else: " + theirs.octets()
                    + " octets, " + theirs.shape());
        }
    }

    private static Path fetchNodemailer() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("mica.peers", "bench/peers")).toAbsolutePath();
        Path lock = folder.resolve("package-lock.json");
        Path fetched = folder.resolve("node_modules/.package-lock.json");
        if (Files.exists(fetched)
                && Files.getLastModifiedTime(fetched).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
            return folder;
        }
        Process npm = new ProcessBuilder(
                        "npm", "ci", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved", "--loglevel=error")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (npm.waitFor() != 0) {
            throw new IOException("npm could not fetch nodemailer; leave it out with --peers smtp-source,angus");
        }
        return folder;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : mails.keySet()) {
            peer.close();
        }
    }
}
