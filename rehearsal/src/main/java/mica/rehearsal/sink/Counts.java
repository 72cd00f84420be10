package mica.rehearsal.sink;

/**
 * What the sink took since its last reset. Times are of {@link System#nanoTime}, which on Linux all processes share.
 *
 * @param people how many numbers got a mail
 * @param doubles copies beyond one a number
 * @param signed messages that begin with a DKIM signature
 */
public record Counts(int messages, int people, int doubles, int signed, long firstNanos, long lastNanos) {

    /** Mails from the first to the last. */
    public double perSecond() {
        return messages * 1e9 / (lastNanos - firstNanos);
    }
}
