package mica.bench.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Installation;
import mica.rehearsal.machine.ProgramProcess;
import mica.rehearsal.sink.SinkProgram;

/**
 * A stadium gate with one code: many check-ins at one door, as fast as they are answered, and beside it a few visitors
 * elsewhere, whose wait for their confirmation is measured.
 */
final class OneDoorBench {

    private static final int CLIENTS = 64;
    private static final int WARM_UP = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Path folder;
    private final int people;
    private final int elsewherePerSecond;
    private final Duration period;
    private long begun;

    OneDoorBench(Path folder, int people, int elsewherePerSecond, Duration period) {
        this.folder = folder;
        this.people = people;
        this.elsewherePerSecond = elsewherePerSecond;
        this.period = period;
    }

    void run(BenchPostgres postgres, Installation installation) throws Exception {
        int first = (int) (postgres.ofOffice("select count(*) from visit") + postgres.checkIns());
        int elsewhere = (int) (elsewherePerSecond * period.toSeconds());
        int numbers = first + WARM_UP + 20 * CLIENTS + elsewhere + people;
        try (SinkProgram sink = SinkProgram.start(folder.resolve("log"), true, numbers, 0)) {
            installation.set("MICA_OFFICE_MAIL_PORT", Integer.toString(sink.port()));
            try (ProgramProcess office = installation.startOffice(List.of("-Xmx256m"));
                    ProgramProcess front = installation.startFront(List.of("-Xmx256m"))) {
                office.awaitPort("The console listens on 127.0.0.1:");
                InetSocketAddress site =
                        new InetSocketAddress("127.0.0.1", front.awaitPort("The public site listens on 127.0.0.1:"));
                measure(site, installation.codes(), sink, first, elsewhere);
            }
        }
    }

    private void measure(InetSocketAddress site, List<String> codes, SinkProgram sink, int first, int elsewhere)
            throws Exception {
        List<String> others = new ArrayList<>(codes);
        String flooded = others.removeFirst();
        long number = warmUp(site, others, sink, first);
        sink.reset();
        FutureTask<Tally> beside = new FutureTask<>(() -> {
            try (Visitors visitors = Visitors.withForms(site, others, CLIENTS, number)) {
                return visitors.offered(elsewherePerSecond, period, begun());
            }
        });
        long flood = number + elsewhere;
        Thread.ofPlatform().daemon().name("elsewhere").start(beside);
        long began = begun();
        Tally gate;
        try (Visitors visitors = Visitors.withForms(site, List.of(flooded), CLIENTS, flood)) {
            gate = visitors.inTurn(people - CLIENTS, PATIENCE);
        }
        double answered = (System.nanoTime() - began) / 1e9;
        Tally tally = outcome(beside);
        await(sink, gate.acknowledged() + tally.acknowledged());
        Latencies waits =
                new Latencies(sink.times((int) number, elsewhere, folder.resolve("times")), begun, elsewherePerSecond);
        System.out.printf(
                Locale.ROOT,
                "%,d check-ins at one door, answered in %.1f s (%s), turned away %,d; all confirmations after %.1f s%n",
                gate.acknowledged(),
                answered,
                gate.latencies(),
                gate.busy(),
                (System.nanoTime() - began) / 1e9);
        System.out.println("elsewhere, form to confirmation, of " + Latencies.text(waits.all()) + "; turned away "
                + tally.busy() + ", without a mail " + waits.lost());
        if (waits.lost() > tally.busy()) {
            throw new IllegalStateException("FAILED: " + waits.lost() + " got no confirmation");
        }
        System.out.printf(
                Locale.ROOT,
                "one door: p95 of visitors elsewhere %.3f s (target %.0f s)%n",
                Latencies.seconds(waits.all(), 95),
                Latencies.TARGET_95);
    }

    /** The same moment for both. */
    private synchronized long begun() {
        if (begun == 0) {
            begun = System.nanoTime();
        }
        return begun;
    }

    private static long warmUp(InetSocketAddress site, List<String> codes, SinkProgram sink, long first)
            throws IOException, InterruptedException {
        try (Visitors visitors = Visitors.withForms(site, codes, CLIENTS, first)) {
            Tally tally = visitors.inTurn(WARM_UP, PATIENCE);
            await(sink, tally.acknowledged());
            return visitors.number();
        }
    }

    private static Tally outcome(FutureTask<Tally> beside) throws InterruptedException {
        try {
            return beside.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("FAILED: the visitors elsewhere", failed.getCause());
        }
    }

    private static void await(SinkProgram sink, long mails) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sink.messages() < mails) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("FAILED: only " + sink.messages() + " of " + mails + " mails came");
            }
            Thread.sleep(50);
        }
    }

    /** Settings an installation needs for it. */
    static Map<String, String> settings() {
        return Map.of("MICA_OFFICE_HTTPS", "no");
    }
}
