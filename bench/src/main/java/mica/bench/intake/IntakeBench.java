package mica.bench.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mica.bench.intake.IntakeCommand.Plan;
import mica.bench.machine.ProcessorTime;
import mica.rehearsal.machine.BenchPostgres;
import org.jspecify.annotations.Nullable;

/** Runs the rounds in turn and prints what they came to. */
final class IntakeBench {

    /** So many kept connections stand for the people of an offered rate; more of them at once wait outside. */
    private static final int PEOPLE_AT_ONCE = 2_000;

    /** Of an overload a second's worth of people are there at once: fewer connections would hold it back before the front. */
    private static final int CROWD_AT_ONCE = 15_000;

    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);

    private final Plan plan;
    private final BenchPostgres postgres;
    private final Path folder;
    private final @Nullable Path pgbenchProgram;
    private final long frontPid;
    private final int port;
    private List<Door> doors = List.of();
    private long number;

    /** One round's figures, of either. */
    private record IntakeRound(double perSecond, long rows, ProcessorTime used, BenchPostgres.Written written) {

        String text(Duration period) {
            return String.format(
                    Locale.ROOT,
                    "%,8.0f/s  CPU per row %4.0f µs = front %3.0f + database %3.0f + load %3.0f, %3.0f %% busy;"
                            + " log %4.0f octets per row, %5.1f rows per sync",
                    perSecond,
                    used.sum() * 1e6 / rows,
                    used.of("front") * 1e6 / rows,
                    used.of("database") * 1e6 / rows,
                    used.of("load") * 1e6 / rows,
                    used.sum()
                            * 100
                            / period.toMillis()
                            * 1e3
                            / Runtime.getRuntime().availableProcessors(),
                    (double) written.octetsOfLog() / rows,
                    (double) rows / Math.max(1, written.syncsOfLog()));
        }
    }

    /** @param rows all that were written, those after the end of the period too */
    record Counted(double perSecond, long rows) {}

    /** Something that writes rows for a while and tells how many a second, and how many in all. */
    @FunctionalInterface
    private interface Load {
        Counted run() throws IOException, InterruptedException, SQLException;
    }

    IntakeBench(Plan plan, BenchPostgres postgres, Path folder, @Nullable Path pgbench, long frontPid, int port) {
        this.plan = plan;
        this.postgres = postgres;
        this.folder = folder;
        this.pgbenchProgram = pgbench;
        this.frontPid = frontPid;
        this.port = port;
    }

    void run(List<String> codes) throws IOException, InterruptedException, SQLException {
        doors = codes.stream().map(code -> new Door("127.0.0.1:" + port, code)).toList();
        System.out.printf(
                "%d doors, %d clients, %d rounds of %d s%n",
                doors.size(), plan.clients(), plan.rounds(), plan.round().toSeconds());
        warmUp();
        Pgbench pgbench =
                pgbenchProgram == null ? null : new Pgbench(pgbenchProgram, postgres, folder, postgres.sampleRow());
        int threads = pgbench == null ? 0 : tune(pgbench);
        List<IntakeRound> intake = new ArrayList<>();
        List<IntakeRound> compared = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            intake.add(checkIns(Visitor.Walk.FORM, plan.round()));
            System.out.println(round + " intake  " + intake.getLast().text(plan.round()));
            if (pgbench != null) {
                compared.add(measure(() -> pgbench.run(plan.clients(), threads, plan.round())));
                System.out.println(round + " pgbench " + compared.getLast().text(plan.round()));
            }
        }
        for (int round = 1; round <= plan.wholeRounds(); round++) {
            System.out.println("page, form and accepted screen "
                    + checkIns(Visitor.Walk.WHOLE, plan.round()).text(plan.round()));
        }
        for (int rate : plan.offered()) {
            offer(rate, PEOPLE_AT_ONCE);
        }
        if (plan.overload() > 0) {
            int rate = (int) (median(intake) * plan.overload());
            offer(rate, Math.clamp(rate, PEOPLE_AT_ONCE, CROWD_AT_ONCE));
        }
        conclude(intake, compared);
    }

    private static void conclude(List<IntakeRound> intake, List<IntakeRound> compared) {
        System.out.println(
                "spread: intake " + spread(intake) + (compared.isEmpty() ? "" : ", pgbench " + spread(compared)));
        if (compared.isEmpty()) {
            System.out.printf(Locale.ROOT, "intake: %,.0f check-ins/s%n", median(intake));
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "intake: %,.0f check-ins/s, pgbench %,.0f tps, ratio %.2f%n",
                    median(intake),
                    median(compared),
                    median(intake) / median(compared));
        }
    }

    /** A cold front may turn somebody away; a warm one may not. */
    private void warmUp() throws IOException, SQLException {
        postgres.clear();
        try (Visitors visitors = visitors(plan.clients(), Visitor.Walk.FORM)) {
            Tally tally = visitors.inTurn(plan.warmUp(), LONGEST_WARM_UP);
            number = visitors.number();
            requireStored(tally);
            System.out.printf("warm-up: %,d check-ins, turned away %,d%n", tally.acknowledged(), tally.busy());
        }
    }

    private int tune(Pgbench pgbench) throws IOException, InterruptedException, SQLException {
        int best = plan.pgbenchThreads().getFirst();
        double most = 0;
        for (int threads : plan.pgbenchThreads()) {
            postgres.clear();
            double rate =
                    pgbench.run(plan.clients(), threads, Duration.ofSeconds(5)).perSecond();
            System.out.printf(Locale.ROOT, "pgbench with %d threads: %,.0f tps%n", threads, rate);
            if (rate > most) {
                most = rate;
                best = threads;
            }
        }
        return best;
    }

    private IntakeRound checkIns(Visitor.Walk walk, Duration period)
            throws IOException, InterruptedException, SQLException {
        try (Visitors visitors = visitors(plan.clients(), walk)) {
            IntakeRound round = measure(() -> {
                Tally tally = visitors.inTurn(Long.MAX_VALUE, period);
                require(tally.busy() == 0, tally.busy() + " check-ins were turned away");
                return new Counted(tally.inTime() * 1e3 / period.toMillis(), tally.acknowledged());
            });
            number = visitors.number();
            require(
                    postgres.checkIns() == round.rows(),
                    round.rows() + " acknowledged, " + postgres.checkIns() + " stored");
            return round;
        }
    }

    private IntakeRound measure(Load load) throws IOException, InterruptedException, SQLException {
        postgres.clear();
        Map<String, Long> parts = Map.of("front", frontPid, "database", postgres.postmasterPid());
        BenchPostgres.Written written = postgres.written();
        ProcessorTime begun = ProcessorTime.now(parts);
        Counted counted = load.run();
        ProcessorTime used = ProcessorTime.now(parts).minus(begun);
        return new IntakeRound(
                counted.perSecond(), counted.rows(), used, postgres.written().minus(written));
    }

    private void offer(int perSecond, int people) throws IOException, InterruptedException, SQLException {
        postgres.clear();
        try (Visitors visitors = visitors(people, Visitor.Walk.FORM)) {
            Tally tally = visitors.offered(perSecond, plan.offeredFor(), System.nanoTime());
            number = visitors.number();
            requireStored(tally);
            System.out.printf(
                    Locale.ROOT,
                    "offered %,d/s for %d s: %,d acknowledged and stored, none lost; %s; of the front %s; turned away politely"
                            + " %.1f %%%s%n",
                    perSecond,
                    plan.offeredFor().toSeconds(),
                    tally.acknowledged(),
                    tally.latencies(),
                    tally.frontLatencies(),
                    tally.busyShare() * 100,
                    tally.busy() == 0 ? "" : ", after " + tally.busyLatencies());
        }
    }

    private Visitors visitors(int count, Visitor.Walk walk) throws IOException {
        return new Visitors(new InetSocketAddress("127.0.0.1", port), doors, count, walk, number);
    }

    /** Nothing acknowledged is lost. Of those turned away some may be stored: when the commit came too late to tell. */
    private void requireStored(Tally tally) throws SQLException {
        long stored = postgres.checkIns();
        require(
                stored >= tally.acknowledged() && stored <= tally.acknowledged() + tally.busy(),
                tally.acknowledged() + " acknowledged, " + tally.busy() + " turned away, " + stored + " stored");
    }

    private static double median(List<IntakeRound> rounds) {
        double[] rates =
                rounds.stream().mapToDouble(IntakeRound::perSecond).sorted().toArray();
        int middle = rates.length / 2;
        return rates.length % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
    }

    private static String spread(List<IntakeRound> rounds) {
        return String.format(
                Locale.ROOT,
                "%,.0f to %,.0f",
                rounds.stream().mapToDouble(IntakeRound::perSecond).min().orElse(0),
                rounds.stream().mapToDouble(IntakeRound::perSecond).max().orElse(0));
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }
}
