package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a chunk is surely ours. Ends early rather than late, and by both clocks of the machine: the steady one stands
 * still while a machine sleeps, the other one jumps. Threads may share it.
 */
final class Lease {

    /** How long others leave a chunk to its holder. */
    static final Duration LENGTH = Duration.ofSeconds(60);

    /** Before its end nothing is begun any more. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final EngineTime time;
    private volatile Term term;

    private record Term(long steadyEnd, Instant end) {}

    private Lease(EngineTime time, Term term) {
        this.time = time;
        this.term = term;
    }

    /** A moment before the database is asked for a lease: the lease counts from there. */
    record AskedAt(long steady, Instant at) {}

    static AskedAt ask(EngineTime time) {
        return new AskedAt(time.steady(), time.now());
    }

    static Lease granted(EngineTime time, AskedAt asked) {
        return new Lease(time, term(asked));
    }

    void renewed(AskedAt asked) {
        term = term(asked);
    }

    private static Term term(AskedAt asked) {
        Duration sure = LENGTH.minus(MARGIN);
        return new Term(asked.steady() + sure.toNanos(), asked.at().plus(sure));
    }

    boolean isGood() {
        Term now = term;
        return time.steady() - now.steadyEnd() < 0 && time.now().isBefore(now.end());
    }
}
