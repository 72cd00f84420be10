package mica.exchange.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lines of a log that would repeat: each is said at once, and then at most once a minute with how often it was meanwhile,
 * so that a flood cannot fill a disk or hide other lines. Threads may share it.
 */
public final class Repeats {

    /** Says a line. */
    @FunctionalInterface
    public interface RepeatedLine {
        /**
         * @param what that which repeats; {@link #OTHERS} when too many different ones came at once
         * @param times how often since the line was last said
         */
        void say(String what, long times);
    }

    /** What somebody else can choose freely must not become a line each. */
    public static final String OTHERS = "others";

    private static final int MOST_KINDS = 20;
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, KeptLines> kept = new HashMap<>();

    /** Of one kind, since it was last said. */
    private static final class KeptLines {
        private long times;
        private long saidAt;
        private RepeatedLine line;

        private KeptLines(long saidAt, RepeatedLine line) {
            this.saidAt = saidAt;
            this.line = line;
        }
    }

    public Repeats() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    public Repeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes something that happened so many times, and says it if it was not said within the minute. */
    public synchronized void note(String what, long times, RepeatedLine line) {
        long now = nanoTime.getAsLong();
        String kind = kept.containsKey(what) || kept.size() < MOST_KINDS ? what : OTHERS;
        KeptLines of = kept.computeIfAbsent(kind, first -> new KeptLines(now - PAUSE, line));
        of.times += times;
        of.line = line;
        sayDue();
    }

    /** Says what was held back and is due; for loops, so that the last ones are said too. */
    public synchronized void sayDue() {
        long now = nanoTime.getAsLong();
        for (Iterator<Map.Entry<String, KeptLines>> all = kept.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, KeptLines> entry = all.next();
            KeptLines of = entry.getValue();
            if (now - of.saidAt < PAUSE) {
                continue;
            }
            if (of.times == 0) {
                all.remove();
            } else {
                of.line.say(entry.getKey(), of.times);
                of.times = 0;
                of.saidAt = now;
            }
        }
    }
}
