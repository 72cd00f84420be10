package mica.bench.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Installation;
import mica.rehearsal.machine.ProgramProcess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Check-ins per second from HTTP to durable commit, beside {@code pgbench} inserting the same rows one per commit with as
 * many clients. Fails when an answer is wrong or a row is missing.
 */
@Command(
        name = "intake",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Measures check-ins, HTTP to durable commit, beside pgbench writing the same rows.")
public final class IntakeCommand implements Callable<Integer> {

    @Option(names = "--clients", description = "how many at a time, of both")
    private int clients = 64;

    @Option(names = "--rounds", description = "how often the two take turns")
    private int rounds = 5;

    @Option(names = "--seconds", description = "how long a round is")
    private int seconds = 15;

    @Option(names = "--warm-up", description = "check-ins before the first round")
    private int warmUp = 100_000;

    @Option(names = "--csv", description = "a list of venues with the columns 店名 and 住所; made-up ones if not given")
    private @Nullable Path list;

    @Option(names = "--venues", description = "how many made-up venues")
    private int venues = 1_610;

    @Option(names = "--pgbench-threads", description = "the best of these is found before the first round", split = ",")
    private List<Integer> pgbenchThreads = List.of(1, 2, 4);

    @Option(names = "--no-pgbench", description = "only the check-ins, for work on the front")
    private boolean withoutPgbench;

    @Option(names = "--whole-rounds", description = "rounds of page, form and accepted screen, reported apart")
    private int wholeRounds = 3;

    @Option(
            names = "--offered",
            description = "rates at which check-ins are offered, whatever becomes of them; 0 for none",
            split = ",")
    private List<Integer> offered = List.of(500, 2_000);

    @Option(names = "--overload", description = "also offer so many times the measured rate; 0 for no")
    private double overload = 2;

    @Option(names = "--offered-seconds", description = "how long")
    private int offeredSeconds = 30;

    @Option(
            names = "--one-door",
            description = "instead of all that: a stadium gate with one code, and how long visitors elsewhere wait")
    private boolean oneDoor;

    @Option(names = "--one-door-people", description = "how many come to the gate, as fast as they are answered")
    private int oneDoorPeople = 30_000;

    @Option(
            names = "--elsewhere",
            description = "check-ins a second at the other doors meanwhile, for --offered-seconds")
    private int elsewhere = 10;

    @Option(names = "--front-options", description = "for the front's Java", paramLabel = "OPTIONS")
    private String frontOptions = "";

    @Option(
            names = "--data",
            description = "folder of the run's data, used again if it is there; a new temporary one if not given")
    private @Nullable Path data;

    /** What is measured, and how long. */
    record Plan(
            int clients,
            int rounds,
            Duration round,
            int warmUp,
            List<Integer> pgbenchThreads,
            int wholeRounds,
            List<Integer> offered,
            double overload,
            Duration offeredFor) {}

    @Override
    public Integer call() throws Exception {
        if (oneDoor) {
            return runOneDoor();
        }
        Path pgbench = withoutPgbench ? null : Pgbench.find();
        Path folder = data == null ? Files.createTempDirectory("mica-intake") : Files.createDirectories(data);
        System.out.println("data: " + folder);
        Plan plan = new Plan(
                clients,
                rounds,
                Duration.ofSeconds(seconds),
                warmUp,
                pgbenchThreads,
                wholeRounds,
                offered.stream().filter(rate -> rate > 0).toList(),
                overload,
                Duration.ofSeconds(offeredSeconds));
        List<String> options = new ArrayList<>(List.of(frontOptions.split(" ")));
        options.removeIf(String::isBlank);
        try (BenchPostgres postgres = BenchPostgres.start(folder)) {
            System.out.println(postgres.durability());
            Installation installation = Installation.make(
                    folder, postgres, list == null ? Installation.madeUpVenues(folder, venues) : list, Map.of());
            try (ProgramProcess front = installation.startFront(options)) {
                int port = front.awaitPort("The public site listens on 127.0.0.1:");
                new IntakeBench(plan, postgres, folder, pgbench, front.pid(), port).run(installation.codes());
            }
        }
        return 0;
    }

    private int runOneDoor() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("mica-one-door") : Files.createDirectories(data);
        System.out.println("data: " + folder);
        try (BenchPostgres postgres = BenchPostgres.start(folder)) {
            System.out.println(postgres.durability());
            Installation installation = Installation.make(
                    folder,
                    postgres,
                    list == null ? Installation.madeUpVenues(folder, venues) : list,
                    OneDoorBench.settings());
            new OneDoorBench(folder, oneDoorPeople, elsewhere, Duration.ofSeconds(offeredSeconds))
                    .run(postgres, installation);
        }
        return 0;
    }
}
