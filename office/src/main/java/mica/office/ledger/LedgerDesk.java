package mica.office.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The ledger at the command line. Threads may share it. */
public final class LedgerDesk {

    private final Jdbi office;
    private final Ledger ledger;
    private final ZoneId zone;

    public LedgerDesk(Jdbi office, InstantSource clock, ZoneId zone) {
        this.office = office;
        this.ledger = new Ledger(clock);
        this.zone = zone;
    }

    /**
     * Verifies the whole ledger and enters that it was verified, and what came of it.
     *
     * @param keys the public halves of the keys whose signatures count
     * @param copy the file of the second place; null to do without
     * @throws IOException when the file cannot be read
     */
    public Verification.Outcome verify(List<byte[]> keys, @Nullable Path copy) throws IOException {
        Verification.Outcome result = new Verification(office, keys).run(copy);
        Entry entry = switch (result) {
            case Verification.Whole whole -> Entry.of(Event.LEDGER_VERIFIED).entry(whole.entries());
            case Verification.Broken broken ->
                Entry.of(Event.LEDGER_FOUND_BROKEN).entry(broken.entry());
        };
        office.useTransaction(tx -> ledger.append(tx, entry));
        return result;
    }

    /** Every entry from a day on, oldest first, one line each: number, time, event, officer's id, facts, hash. */
    public void show(@Nullable LocalDate since, Consumer<String> lines) {
        Instant from = since == null ? Instant.EPOCH : since.atStartOfDay(zone).toInstant();
        office.useTransaction(tx -> LedgerStore.each(tx, 0, entry -> {
            if (!entry.at().isBefore(from)) {
                lines.accept(line(entry));
            }
            return true;
        }));
    }

    private String line(Chained entry) {
        UUID officer = entry.officer();
        return String.join(
                "  ",
                Long.toString(entry.number()),
                entry.at().atZone(zone).toOffsetDateTime().toString(),
                entry.event(),
                officer == null ? "system" : officer.toString(),
                entry.facts().entrySet().stream()
                        .map(fact -> fact.getKey() + "=" + fact.getValue())
                        .collect(Collectors.joining(" ")),
                HexFormat.of().formatHex(entry.hash()));
    }
}
