package mica.bench.confirmation;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * How long visitors wait for their confirmation, from the form to the mail server's having it, at an offered rate, on wish
 * while a notice goes out. Fails when a mail is missing or comes twice.
 */
@Command(
        name = "confirmation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Measures how long confirmations take, form to mail server, at an offered rate.")
public final class ConfirmationCommand implements Callable<Integer> {

    @Option(names = "--offered", description = "check-ins a second, whatever becomes of those before")
    private int offered = 100;

    @Option(names = "--seconds", description = "how long")
    private int seconds = 60;

    @Option(names = "--during-notice", description = "halfway a notice to so many people begins; 0 for none")
    private int noticePeople;

    @Option(names = "--warm-up", description = "check-ins before")
    private int warmUp = 5_000;

    @Option(names = "--venues", description = "how many made-up venues")
    private int venues = 200;

    @Option(names = "--front-options", description = "for the front's Java", paramLabel = "OPTIONS")
    private String frontOptions = "-Xmx256m";

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
        Path folder = data == null ? Files.createTempDirectory("mica-confirmation") : Files.createDirectories(data);
        System.out.println("data: " + folder);
        try (BenchPostgres postgres = BenchPostgres.start(folder)) {
            System.out.println(postgres.durability());
            Map<String, String> all = new LinkedHashMap<>(settings);
            all.put("MICA_OFFICE_HTTPS", "no");
            Path list = Installation.madeUpVenues(folder, venues);
            Installation installation = Installation.make(folder, postgres, list, all);
            People.RehearsalVenue notified =
                    People.fill(postgres, installation, List.of(noticePeople)).getFirst();
            // Nobody has checked in with a number from here on: every check-in so far is a visit or about to be one.
            int first = (int) (postgres.ofOffice("select count(*) from visit") + postgres.checkIns());
            int numbers = first + warmUp + ConfirmationBench.SOME_MORE + offered * seconds;
            try (SinkProgram sink = SinkProgram.start(folder.resolve("log"), true, numbers, 0)) {
                installation.set("MICA_OFFICE_MAIL_PORT", Integer.toString(sink.port()));
                run(folder, postgres, installation, sink, notified, first);
            }
        }
        return 0;
    }

    private void run(
            Path folder,
            BenchPostgres postgres,
            Installation installation,
            SinkProgram sink,
            People.RehearsalVenue notified,
            int first)
            throws Exception {
        // Whoever checked in at the venue of a notice, of this run or of a later one, would get it, too.
        List<String> codes = new ArrayList<>(installation.codes());
        codes.remove(notified.door());
        try (ProgramProcess office = installation.startOffice(List.of(officeOptions.split(" ")));
                ProgramProcess front = installation.startFront(List.of(frontOptions.split(" ")))) {
            int console = office.awaitPort("The console listens on 127.0.0.1:");
            NoticeMeanwhile notice = noticePeople == 0
                    ? null
                    : new NoticeMeanwhile(postgres, RehearsalOfficers.add(installation, console), notified);
            InetSocketAddress site =
                    new InetSocketAddress("127.0.0.1", front.awaitPort("The public site listens on 127.0.0.1:"));
            Map<String, Long> pids = Map.of(
                    "front", front.pid(),
                    "office", office.pid(),
                    "database", postgres.postmasterPid(),
                    "sink", sink.pid());
            ConfirmationBench bench = new ConfirmationBench(site, codes, sink, folder, pids, notice, first);
            bench.warmUp(warmUp);
            System.out.printf("%n%,d check-ins a second for %d s%n", offered, seconds);
            bench.run(offered, Duration.ofSeconds(seconds));
        }
    }
}
