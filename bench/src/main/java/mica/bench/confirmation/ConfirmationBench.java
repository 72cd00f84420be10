package mica.bench.confirmation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mica.bench.confirmation.NoticeMeanwhile.Sending;
import mica.bench.confirmation.NoticeMeanwhile.Span;
import mica.bench.intake.Latencies;
import mica.bench.intake.Tally;
import mica.bench.intake.Visitors;
import mica.bench.machine.ProcessorTime;
import mica.rehearsal.sink.Counts;
import mica.rehearsal.sink.SinkProgram;
import org.jspecify.annotations.Nullable;

/** Offers check-ins, waits for every mail, and prints how long each took. */
final class ConfirmationBench {

    /** Kept connections that stand for the people; more of them at once wait, which counts. */
    private static final int CONNECTIONS = 64;

    /** A warm-up is this much longer at most, since visitors in turn are stopped all at once. */
    static final int SOME_MORE = 10 * CONNECTIONS;

    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final InetSocketAddress front;
    private final List<String> codes;
    private final SinkProgram sink;
    private final Path folder;
    private final Map<String, Long> pids;
    private final @Nullable NoticeMeanwhile notice;
    private long number;

    /**
     * @param codes of the doors
     * @param pids of front, office, database and sink
     * @param first number of a visitor who never checked in
     */
    ConfirmationBench(
            InetSocketAddress front,
            List<String> codes,
            SinkProgram sink,
            Path folder,
            Map<String, Long> pids,
            @Nullable NoticeMeanwhile notice,
            long first) {
        this.front = front;
        this.codes = codes;
        this.sink = sink;
        this.folder = folder;
        this.pids = pids;
        this.notice = notice;
        this.number = first;
    }

    /** Check-ins one after the other, and notices; a cold front may turn somebody away. */
    void warmUp(int checkIns) throws IOException, InterruptedException, SQLException {
        Tally tally;
        try (Visitors visitors = Visitors.withForms(front, codes, CONNECTIONS, number)) {
            tally = visitors.inTurn(checkIns, LONGEST_WARM_UP);
            number = visitors.number();
        }
        awaitMails((int) tally.acknowledged());
        if (notice != null) {
            notice.warmUp();
            notice.warmUp();
        }
        System.out.printf("warm-up: %,d check-ins, turned away %,d%n", tally.acknowledged(), tally.busy());
    }

    void run(int perSecond, Duration period) throws IOException, InterruptedException, SQLException {
        int checkIns = (int) (perSecond * period.toSeconds());
        int notified = notice == null ? 0 : notice.people();
        sink.reset();
        String written = notice == null ? "" : notice.write();
        ProcessorTime before = ProcessorTime.now(pids);
        long begun;
        Tally tally;
        Sending sending;
        try (Visitors visitors = Visitors.withForms(front, codes, CONNECTIONS, number)) {
            begun = System.nanoTime();
            sending = notice == null ? null : notice.approve(written, begun + period.toNanos() / 2);
            tally = visitors.offered(perSecond, period, begun);
        }
        require(tally.busy() == 0, tally.busy() + " check-ins were turned away");
        Span during = notice == null || sending == null ? null : notice.await(sending, sink, folder.resolve("times"));
        Counts counts = awaitMails(checkIns + notified);
        ProcessorTime used = ProcessorTime.now(pids).minus(before);
        Latencies latencies =
                new Latencies(sink.times((int) number, checkIns, folder.resolve("times")), begun, perSecond);
        require(latencies.lost() == 0, latencies.lost() + " got no confirmation");
        require(counts.doubles() == 0, counts.doubles() + " mails came twice");
        require(counts.messages() == checkIns + notified, counts.messages() + " mails came");
        print(latencies, tally, during);
        printProcessorTime(used, checkIns);
        System.out.println(latencies.conclusion());
    }

    private static void print(Latencies latencies, Tally tally, @Nullable Span during) {
        System.out.println("form to durable answer: " + tally.latencies());
        System.out.println("form to confirmation, of " + Latencies.text(latencies.all()) + "; none lost, none twice");
        if (during != null) {
            System.out.printf(
                    Locale.ROOT, "notice: approval to last mail %.2f s%n", (during.to() - during.from()) / 1e9);
            System.out.println(
                    "  before it, of " + Latencies.text(latencies.ofThoseDue(Long.MIN_VALUE, during.from() - 1)));
            System.out.println("  during it, of " + Latencies.text(latencies.ofThoseDue(during.from(), during.to())));
        }
    }

    private void printProcessorTime(ProcessorTime used, int checkIns) {
        double thousands = checkIns / 1e3;
        System.out.printf(
                Locale.ROOT,
                "CPU s per 1,000 check-ins%s: front %.2f, office %.2f, database %.2f (sink %.2f)%n",
                notice == null ? "" : ", the notice included",
                used.of("front") / thousands,
                used.of("office") / thousands,
                used.of("database") / thousands,
                used.of("sink") / thousands);
    }

    /** Waits until so many mails came, and then for a while that none comes, since that would be one too many. */
    private Counts awaitMails(int mails) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int last = -1;
        for (int now = sink.messages(); now < mails || now != last; now = sink.messages()) {
            require(System.nanoTime() < end, "only " + now + " of " + mails + " mails came");
            last = now;
            Thread.sleep(now < mails ? 20 : QUIET.toMillis());
        }
        return sink.counts();
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }
}
