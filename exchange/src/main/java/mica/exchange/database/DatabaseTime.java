package mica.exchange.database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The database's time without asking it each time: read now and then, and gone on with by the steady clock of this machine,
 * which nobody sets. What waits for a time that the database keeps must not go by a clock that is wrong today and right
 * tomorrow. Threads share it.
 */
public final class DatabaseTime implements InstantSource {

    private record TimeRead(Instant instant, long nanos) {}

    private final InstantSource database;
    private final LongSupplier nanos;
    private volatile TimeRead last;

    /** @param database asks it, as {@link Database#clock} does */
    public DatabaseTime(InstantSource database) {
        this(database, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    DatabaseTime(InstantSource database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
        this.last = new TimeRead(database.instant(), nanos.getAsLong());
    }

    /** Asks the database. @throws org.jdbi.v3.core.JdbiException when it is away; then the time goes on as before */
    public void read() {
        last = new TimeRead(database.instant(), nanos.getAsLong());
    }

    @Override
    public Instant instant() {
        TimeRead read = last;
        return read.instant().plusNanos(nanos.getAsLong() - read.nanos());
    }
}
