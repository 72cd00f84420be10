package mica.bench.notice;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mica.bench.machine.ProcessorTime;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.people.People;
import mica.rehearsal.people.RehearsalOfficers;
import mica.rehearsal.sink.Counts;
import mica.rehearsal.sink.SinkProgram;

/** Runs the rounds in turn and prints what they came to. */
final class NoticeBench {

    /** Rates are of the sink: mails from the first taken to the last, a second. */
    private record NoticeRound(double perSecond, double cpuPerThousand, String text) {}

    private final BenchPostgres postgres;
    private final SinkProgram sink;
    private final RehearsalOfficers officers;
    private final long officePid;
    private final Signing signing;

    NoticeBench(BenchPostgres postgres, SinkProgram sink, RehearsalOfficers officers, long officePid, Signing signing) {
        this.postgres = postgres;
        this.sink = sink;
        this.officers = officers;
        this.officePid = officePid;
        this.signing = signing;
    }

    /** Sends a notice to everyone of a venue and throws its figures away. */
    void warmUp(People.RehearsalVenue venue) throws IOException, InterruptedException, SQLException {
        System.out.println("warm-up: " + ours(venue).text());
    }

    /**
     * Alternates.
     *
     * @param peers with how many mails each sends in a round: as long as ours takes, or shorter
     */
    void run(People.RehearsalVenue venue, Map<Peer, Integer> peers, int rounds)
            throws IOException, InterruptedException, SQLException {
        System.out.printf(Locale.ROOT, "%n%,d people, %d rounds%n", venue.people(), rounds);
        List<NoticeRound> ours = new ArrayList<>();
        Map<Peer, List<NoticeRound>> others = new LinkedHashMap<>();
        List<Double> openSsl = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            ours.add(ours(venue));
            System.out.println(round + " notice       " + ours.getLast().text());
            for (Map.Entry<Peer, Integer> peer : peers.entrySet()) {
                NoticeRound one = other(peer.getKey(), peer.getValue());
                others.computeIfAbsent(peer.getKey(), p -> new ArrayList<>()).add(one);
                System.out.printf("%d %-12s %s%n", round, peer.getKey().name(), one.text());
            }
            if (signing != Signing.NONE) {
                openSsl.add(OpenSsl.signaturesPerSecond(signing.openSslName()));
                System.out.printf(Locale.ROOT, "%d %-12s %,8.0f signatures/s%n", round, "openssl", openSsl.getLast());
            }
        }
        conclude(ours, others);
        if (signing != Signing.NONE) {
            double smtpSource = others.entrySet().stream()
                    .filter(other -> other.getKey() instanceof SmtpSource)
                    .mapToDouble(other -> rate(other.getValue()))
                    .sum();
            System.out.println(signing.conclusion(rate(ours), median(openSsl), smtpSource));
        }
    }

    private static void conclude(List<NoticeRound> ours, Map<Peer, List<NoticeRound>> others) {
        StringBuilder rates = new StringBuilder();
        StringBuilder ratios = new StringBuilder();
        others.forEach((peer, rounds) -> {
            rates.append(String.format(Locale.ROOT, ", %s %,.0f", peer.name(), rate(rounds)));
            ratios.append(String.format(Locale.ROOT, " %.2f", rate(ours) / rate(rounds)));
            System.out.printf(Locale.ROOT, "CPU s per 100,000: %s %.1f%n", peer.name(), 100 * cpu(rounds));
        });
        System.out.printf(Locale.ROOT, "CPU s per 100,000: notice %.1f (office and database)%n", 100 * cpu(ours));
        System.out.printf(
                Locale.ROOT,
                "notice: %,.0f mails/s%s%s%n",
                rate(ours),
                rates,
                others.isEmpty() ? "" : ", ratios" + ratios);
    }

    private NoticeRound ours(People.RehearsalVenue venue) throws IOException, InterruptedException, SQLException {
        String notice = officers.write(venue.code());
        sink.reset();
        Map<String, Long> parts = Map.of("office", officePid, "database", postgres.postmasterPid(), "sink", sink.pid());
        ProcessorTime begun = ProcessorTime.now(parts);
        long asked = System.nanoTime();
        officers.approve(notice);
        long approved = System.nanoTime();
        RehearsalOfficers.awaitSent(postgres, notice);
        long recorded = System.nanoTime();
        ProcessorTime used = ProcessorTime.now(parts).minus(begun);
        Counts counts = sink.counts();
        require(counts.people() == venue.people(), counts.people() + " people got it");
        require(counts.messages() == venue.people() && counts.doubles() == 0, "somebody got it twice");
        require(
                counts.signed() == (signing == Signing.NONE ? 0 : venue.people()),
                counts.signed() + " mails begin with a signature");
        double thousands = venue.people() / 1_000.0;
        double cpu = (used.of("office") + used.of("database")) / thousands;
        return new NoticeRound(
                counts.perSecond(),
                cpu,
                String.format(
                        Locale.ROOT,
                        "%,8.0f/s  approval %.2f s, first mail %+.2f s, last %.2f s, recorded %.2f s after it;"
                                + " CPU per thousand %.0f ms = office %.0f + database %.0f (sink %.0f)",
                        counts.perSecond(),
                        (approved - asked) / 1e9,
                        (counts.firstNanos() - approved) / 1e9,
                        (counts.lastNanos() - approved) / 1e9,
                        (recorded - approved) / 1e9,
                        1e3 * cpu,
                        1e3 * used.of("office") / thousands,
                        1e3 * used.of("database") / thousands,
                        1e3 * used.of("sink") / thousands));
    }

    private NoticeRound other(Peer peer, int count) throws IOException, InterruptedException {
        sink.reset();
        double cpu = peer.send(count);
        Counts counts = sink.counts();
        require(counts.messages() == count, peer.name() + " sent " + counts.messages() + " of " + count);
        return new NoticeRound(
                counts.perSecond(),
                1e3 * cpu / count,
                String.format(
                        Locale.ROOT, "%,8.0f/s  CPU per thousand %.0f ms", counts.perSecond(), 1e6 * cpu / count));
    }

    private static double rate(List<NoticeRound> rounds) {
        return median(rounds.stream().map(NoticeRound::perSecond).toList());
    }

    /** Seconds per thousand. */
    private static double cpu(List<NoticeRound> rounds) {
        return median(rounds.stream().map(NoticeRound::cpuPerThousand).toList());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }
}
