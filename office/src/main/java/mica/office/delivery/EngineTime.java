package mica.office.delivery;

import java.time.Instant;
import java.time.InstantSource;

/** The two clocks of a machine, as the engine asks them. Threads may share it. */
interface EngineTime {

    /** What time it is; may jump. */
    Instant now();

    /** Nanoseconds from no moment in particular; only goes on, and may stand still while the machine sleeps. */
    long steady();

    static EngineTime of(InstantSource clock) {
        return new EngineTime() {

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public long steady() {
                return System.nanoTime();
            }
        };
    }
}
