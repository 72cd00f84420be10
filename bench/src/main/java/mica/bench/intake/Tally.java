package mica.bench.intake;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What the visitors of one measurement were answered. Of one load thread; not shared until it has ended. */
public final class Tally {

    private long acknowledged;
    private long inTime;
    private long busy;
    private final Histogram latency = new Histogram(3_600_000_000L, 3);
    private final Histogram busyLatency = new Histogram(3_600_000_000L, 3);
    private final Histogram frontLatency = new Histogram(3_600_000_000L, 3);

    /**
     * One visitor was told that the address is registered.
     *
     * @param nanos since the visitor wanted to send, not since it could be sent
     * @param withinPeriod whether the answer came while the measurement ran
     */
    void acknowledged(long nanos, boolean withinPeriod) {
        acknowledged++;
        inTime += withinPeriod ? 1 : 0;
        latency.recordValue(Math.max(1, nanos / 1_000));
    }

    /** One visitor was answered, either way. @param nanos since the form was sent over a connection that was there */
    void answered(long nanos) {
        frontLatency.recordValue(Math.max(1, nanos / 1_000));
    }

    /** One visitor was told politely to try again in a moment. */
    void busy(long nanos) {
        busy++;
        busyLatency.recordValue(Math.max(1, nanos / 1_000));
    }

    /** All check-ins that were acknowledged, those after the end of the period too. */
    public long acknowledged() {
        return acknowledged;
    }

    long inTime() {
        return inTime;
    }

    /** All that were told politely to try again. */
    public long busy() {
        return busy;
    }

    double busyShare() {
        return busy == 0 ? 0 : (double) busy / (busy + acknowledged);
    }

    public String latencies() {
        return latencies(latency);
    }

    /** How long the front took, without the waiting for a connection of the load's. */
    String frontLatencies() {
        return latencies(frontLatency);
    }

    String busyLatencies() {
        return latencies(busyLatency);
    }

    private static String latencies(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }
}
