package mica.office.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.seal.KeyPurpose;
import mica.office.kept.DayRows;
import mica.office.kept.DayTable;
import mica.office.keys.Opener;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Owns the epochs: their wrapped seeds, useless without the day's keys, and which of their rows have arrived. Threads may
 * share it.
 */
public final class EpochStore implements Opener.Wraps {

    private final Jdbi office;

    public EpochStore(Jdbi office) {
        this.office = office;
    }

    /** Keeps an epoch; one that is there stays as it is. */
    public void add(Handle tx, UUID epoch, LocalDate day, Map<KeyPurpose, byte[]> wraps, Instant at) {
        tx.createUpdate("""
                        insert into seal_epoch (epoch, day, received_at, form_wrap, door_wrap, day_wrap)
                        values (:epoch, :day, :at, :form, :door, :dayWrap)
                        on conflict do nothing
                        """)
                .bind("epoch", epoch)
                .bind("day", day)
                .bind("at", at)
                .bind("form", wraps.get(KeyPurpose.FORM))
                .bind("door", wraps.get(KeyPurpose.DOOR))
                .bind("dayWrap", wraps.get(KeyPurpose.DAY))
                .execute();
    }

    /** The rows of the epochs that arrived before; locks them until the transaction ends. Unknown epochs are left out. */
    public Map<UUID, BitSet> lockArrived(Handle tx, Collection<UUID> epochs) {
        Map<UUID, BitSet> arrived = new HashMap<>();
        tx.createQuery("select epoch, arrived from seal_epoch where epoch = any(:epochs) order by epoch for update")
                .bindArray("epochs", UUID.class, epochs.toArray())
                .map((row, context) ->
                        Map.entry(row.getObject("epoch", UUID.class), BitSet.valueOf(row.getBytes("arrived"))))
                .forEach(entry -> arrived.put(entry.getKey(), entry.getValue()));
        return arrived;
    }

    /** Stores which rows have arrived. */
    public void markArrived(Handle tx, Map<UUID, BitSet> arrived) {
        if (arrived.isEmpty()) {
            return;
        }
        var batch = tx.prepareBatch("update seal_epoch set arrived = :arrived where epoch = :epoch");
        arrived.forEach((epoch, rows) ->
                batch.bind("epoch", epoch).bind("arrived", rows.toByteArray()).add());
        batch.execute();
    }

    /** The epochs, which go with the day of their keys. */
    public static DayRows rows() {
        return DayTable.of("epochs", "seal_epoch", "day");
    }

    @Override
    public Optional<Opener.Wrap> wrap(UUID epoch, KeyPurpose purpose) {
        String column = switch (purpose) {
            case FORM -> "form_wrap";
            case DOOR -> "door_wrap";
            case DAY -> "day_wrap";
        };
        return office.withHandle(handle -> handle.createQuery("select day, " + column
                        + " as wrap from seal_epoch where epoch = :epoch and " + column + " is not null")
                .bind("epoch", epoch)
                .map((row, context) -> new Opener.Wrap(row.getObject("day", LocalDate.class), row.getBytes("wrap")))
                .findOne());
    }
}
