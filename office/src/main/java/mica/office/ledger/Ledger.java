package mica.office.ledger;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mica.exchange.database.Json;
import org.jdbi.v3.core.Handle;

/**
 * The tamper-evident record of the office: append-only, each entry chained to the one before. What is appended is
 * committed together with the act it tells of, or not at all; where in a transaction it is appended does not matter,
 * because the database numbers and chains entries at the commit. Threads and offices may share it.
 */
public final class Ledger {

    private static final List<Fact> TALLIED = List.of(Fact.DAY, Fact.COUNT);

    private final InstantSource clock;

    public Ledger(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Appends an entry when the transaction commits.
     *
     * @throws IllegalArgumentException when it carries other facts than its event has
     */
    public void append(Handle tx, Entry entry) {
        if (!entry.facts().keySet().equals(Set.copyOf(entry.event().facts()))) {
            throw new IllegalArgumentException(entry.event() + " carries "
                    + entry.event().facts() + ", not " + entry.facts().keySet());
        }
        Map<String, String> facts = entry.facts().entrySet().stream()
                .collect(Collectors.toMap(fact -> fact.getKey().key(), Map.Entry::getValue));
        tx.createUpdate("""
                        insert into ledger_waiting (at, event, officer_id, facts)
                        values (:at, :event, cast(:officer as uuid), cast(:facts as jsonb))
                        """)
                .bind("at", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .bind("event", entry.event().name())
                .bind("officer", entry.officer())
                .bind("facts", Json.write(facts))
                .execute();
    }

    /**
     * Adds to what is counted today and becomes one entry when the day is over; locks nothing.
     *
     * @param event one that carries a day and a count
     */
    public void tally(Handle tx, Event event, long count) {
        if (!event.facts().equals(TALLIED)) {
            throw new IllegalArgumentException(event + " is not counted by day");
        }
        if (count == 0) {
            return;
        }
        LedgerStore.tally(tx, clock.instant(), event, count);
    }
}
