package mica.office.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads the ledger for tests of the acts that leave entries. */
public final class LedgerReading {

    private LedgerReading() {}

    /** Every entry as {@code EVENT officer {facts}}, oldest first; the chain is checked on the way. */
    public static List<String> of(Jdbi office) {
        List<String> lines = new ArrayList<>();
        Chain chain = Chain.fromTheBeginning();
        office.useTransaction(tx -> LedgerStore.each(tx, 0, entry -> {
            chain.next(entry).ifPresent(broken -> {
                throw new AssertionError(broken);
            });
            return lines.add(
                    entry.event() + " " + (entry.officer() == null ? "system" : entry.officer()) + " " + entry.facts());
        }));
        return lines;
    }

    /** The events alone. */
    public static List<String> events(Jdbi office) {
        return of(office).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** What was counted and is not entered yet, as {@code EVENT count}. */
    public static List<String> tallies(Jdbi office) {
        return office.withHandle(handle -> handle.createQuery(
                        "select event || ' ' || sum(count) from ledger_tally group by event order by event")
                .mapTo(String.class)
                .list());
    }
}
