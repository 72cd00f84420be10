package mica.bench.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import mica.bench.machine.BenchPostgres;
import mica.bench.machine.Installation;
import mica.bench.machine.Program;
import mica.exchange.database.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Notices per second from two officers' approval to the record that everyone has it, beside other senders into the same
 * sink. Fails when somebody is left out or gets it twice.
 */
@Command(
        name = "notice",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Measures notices, claim to record, beside smtp-source, Angus Mail and nodemailer.")
public final class NoticeCommand implements Callable<Integer> {

    @Option(names = "--people", description = "how many recipients, one after the other", split = ",")
    private List<Integer> people = List.of(10_000, 100_000);

    @Option(names = "--rounds", description = "how often all take turns; a quarter as often above 200,000 people")
    private int rounds = 5;

    @Option(names = "--sessions", description = "connections to the sink, of each")
    private int sessions = 8;

    @Option(names = "--peers", description = "of smtp-source, angus, nodemailer", split = ",")
    private Set<String> peers = Set.of("smtp-source", "angus", "nodemailer");

    @Option(names = "--no-chunking", description = "the sink does not offer CHUNKING")
    private boolean withoutChunking;

    @Option(names = "--delay", description = "round trip to the sink, milliseconds")
    private int delay;

    @Option(names = "--office-options", description = "for the office's Java", paramLabel = "OPTIONS")
    private String officeOptions = "-Xmx256m";

    @Option(
            names = "--setting",
            description = "further settings, such as MICA_OFFICE_MAIL_…=…",
            paramLabel = "NAME=VALUE")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--data",
            description = "folder of the run's data, used again if it is there; a new temporary one if not given")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("mica-notice") : Files.createDirectories(data);
        System.out.println("data: " + folder);
        int most = Collections.max(people);
        try (BenchPostgres postgres = BenchPostgres.start(folder);
                SinkProgram sink = SinkProgram.start(folder.resolve("log"), !withoutChunking, most, delay)) {
            System.out.println(postgres.durability());
            run(folder, postgres, sink);
        }
        return 0;
    }

    private void run(Path folder, BenchPostgres postgres, SinkProgram sink) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("MICA_OFFICE_HTTPS", "no");
        all.put("MICA_OFFICE_MAIL_PORT", Integer.toString(sink.port()));
        all.put("MICA_OFFICE_MAIL_NOTICE_SESSIONS", Integer.toString(sessions));
        Installation installation = Installation.make(folder, postgres, venues(folder), all);
        List<People.Venue> venues = new ArrayList<>();
        try (Database office = People.open(postgres)) {
            People filler = new People(postgres, installation, office);
            for (int i = 0; i < people.size(); i++) {
                long begun = System.nanoTime();
                venues.add(filler.fill(i, people.get(i)));
                System.out.printf(
                        "%,d visitors sealed and stored (%.0f s)%n", people.get(i), (System.nanoTime() - begun) / 1e9);
            }
        }
        String run = Long.toString(System.currentTimeMillis(), 36);
        Officers.Credentials author = Officers.Credentials.add(installation, "author" + run, "AUTHOR");
        Officers.Credentials approver = Officers.Credentials.add(installation, "approver" + run, "APPROVER");
        try (Program office = installation.startOffice(List.of(officeOptions.split(" ")))) {
            String port = office.awaitLine("The console listens on 127.0.0.1:").replaceAll("[^0-9]", "");
            Officers officers = Officers.signIn("http://127.0.0.1:" + port, author, approver);
            NoticeBench bench = new NoticeBench(postgres, sink, officers, office.pid());
            bench.warmUp(venues.getFirst());
            bench.warmUp(venues.getFirst());
            Map<Peer, Integer> others = peers(folder, sink);
            try {
                for (People.Venue venue : venues) {
                    bench.run(venue, others, venue.people() > 200_000 ? Math.max(1, rounds / 4) : rounds);
                }
            } finally {
                for (Peer peer : others.keySet()) {
                    peer.close();
                }
            }
        }
    }

    private Map<Peer, Integer> peers(Path folder, SinkProgram sink) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path sample = folder.resolve("sample.eml");
        String mail = new String(sink.sample(sample), StandardCharsets.US_ASCII).replaceFirst("\r\n\\.\r\n$", "\r\n");
        Files.writeString(sample, mail);
        Map<Peer, Integer> others = new LinkedHashMap<>();
        if (peers.contains("smtp-source")) {
            Path lines = Files.writeString(folder.resolve("sample.lf"), mail.replace("\r\n", "\n"));
            others.put(new SmtpSource(SmtpSource.find(), sink.port(), sessions, lines), 100_000);
        }
        if (peers.contains("angus")) {
            others.put(ProgramPeer.angus(log, sink.port(), sessions, sample), 20_000);
        }
        if (peers.contains("nodemailer")) {
            Path program = fetchNodemailer();
            String[] bodies = AngusMain.bodies(sample);
            Path text = Files.writeString(folder.resolve("sample.txt"), bodies[0]);
            Path html = Files.writeString(folder.resolve("sample.html"), bodies[1]);
            others.put(ProgramPeer.nodemailer(log, program, sink.port(), sessions, text, html), 5_000);
        }
        for (Map.Entry<Peer, Integer> other : others.entrySet()) {
            other.getKey().send(other.getValue());
        }
        return others;
    }

    private static Path fetchNodemailer() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("mica.peers", "bench/peers")).toAbsolutePath();
        if (!Files.isDirectory(folder.resolve("node_modules/nodemailer"))) {
            Process npm = new ProcessBuilder(
                            "npm",
                            "ci",
                            "--no-audit",
                            "--no-fund",
                            "--omit-lockfile-registry-resolved",
                            "--loglevel=error")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (npm.waitFor() != 0) {
                throw new IOException("npm could not fetch nodemailer; leave it out with --peers smtp-source,angus");
            }
        }
        return folder;
    }

    private Path venues(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder("店名,住所\n");
        for (int i = 1; i <= people.size(); i++) {
            lines.append("試験会場　第").append(i).append("号,仙台市青葉区試験町").append(i).append("番地\n");
        }
        return Files.writeString(folder.resolve("venues.csv"), lines);
    }
}
