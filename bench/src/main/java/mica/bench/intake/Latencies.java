package mica.bench.intake;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How long the confirmations of check-ins took, each from the moment at which its form was to be sent to the moment at
 * which the mail server had the mail. A form that had to wait for a free connection has waited, too.
 */
public final class Latencies {

    /** Within these, 95 and 99.9 of a hundred are to have it. */
    public static final double TARGET_95 = 2;

    public static final double TARGET_999 = 60;

    private final long[] takenAt;
    private final long begun;
    private final int perSecond;

    /**
     * @param takenAt nanoTime of each check-in's mail, in the order in which they were offered; zero for none
     * @param begun nanoTime of the first check-in
     */
    public Latencies(long[] takenAt, long begun, int perSecond) {
        this.takenAt = takenAt;
        this.begun = begun;
        this.perSecond = perSecond;
    }

    public int lost() {
        int lost = 0;
        for (long at : takenAt) {
            lost += at == 0 ? 1 : 0;
        }
        return lost;
    }

    /** Of all. */
    public Histogram all() {
        return ofThoseDue(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Of those whose form was to be sent from one nanoTime to another, in microseconds. */
    public Histogram ofThoseDue(long from, long to) {
        Histogram waits = new Histogram(3);
        for (int i = 0; i < takenAt.length; i++) {
            long due = Visitors.dueAt(begun, i, perSecond);
            if (due >= from && due <= to && takenAt[i] != 0) {
                waits.recordValue(Math.max(1, (takenAt[i] - due) / 1_000));
            }
        }
        return waits;
    }

    public static double seconds(Histogram waits, double percent) {
        return waits.getValueAtPercentile(percent) / 1e6;
    }

    public static String text(Histogram waits) {
        return String.format(
                Locale.ROOT,
                "%,d: p50 %.3f s, p95 %.3f s, p99 %.3f s, p99.9 %.3f s, max %.3f s",
                waits.getTotalCount(),
                seconds(waits, 50),
                seconds(waits, 95),
                seconds(waits, 99),
                seconds(waits, 99.9),
                waits.getMaxValue() / 1e6);
    }

    /** The last line of a run. */
    public String conclusion() {
        Histogram waits = all();
        return String.format(
                Locale.ROOT,
                "confirmation: p95 %.3f s at %,d/s, p99.9 %.3f s (targets %.0f s, %.0f s)",
                seconds(waits, 95),
                perSecond,
                seconds(waits, 99.9),
                TARGET_95,
                TARGET_999);
    }
}
