package mica.bench.notice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Installation;
import mica.rehearsal.machine.ProgramProcess;
import mica.rehearsal.people.People;
import mica.rehearsal.people.RehearsalOfficers;
import mica.rehearsal.sink.SinkProgram;
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

    @Option(names = "--dkim", description = "the office signs with a key of this kind: ${COMPLETION-CANDIDATES}")
    private Signing signing = Signing.NONE;

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
            System.out.printf(
                    "%d sessions, %s, round trip %d ms, signing %s%n",
                    sessions, withoutChunking ? "no CHUNKING" : "CHUNKING", delay, signing);
            run(folder, postgres, sink);
        }
        return 0;
    }

    private void run(Path folder, BenchPostgres postgres, SinkProgram sink) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("MICA_OFFICE_HTTPS", "no");
        all.put("MICA_OFFICE_MAIL_PORT", Integer.toString(sink.port()));
        all.put("MICA_OFFICE_MAIL_NOTICE_SESSIONS", Integer.toString(sessions));
        all.putAll(signing.settings(folder));
        Path list = Installation.madeUpVenues(folder, people.size());
        Installation installation = Installation.make(folder, postgres, list, all);
        List<People.RehearsalVenue> venues = People.fill(postgres, installation, people);
        try (ProgramProcess office = installation.startOffice(List.of(officeOptions.split(" ")))) {
            RehearsalOfficers officers =
                    RehearsalOfficers.add(installation, office.awaitPort("The console listens on 127.0.0.1:"));
            NoticeBench bench = new NoticeBench(postgres, sink, officers, office.pid(), signing);
            bench.warmUp(venues.getFirst());
            bench.warmUp(venues.getFirst());
            try (Peers others = Peers.start(folder, sink, sessions, peers)) {
                for (People.RehearsalVenue venue : venues) {
                    bench.run(venue, others.mails(), venue.people() > 200_000 ? Math.max(1, rounds / 4) : rounds);
                }
            }
        }
    }
}
