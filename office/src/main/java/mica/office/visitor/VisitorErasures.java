package mica.office.visitor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import mica.exchange.directory.Receipt;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.holds.Holds;
import mica.office.kept.VisitRows;
import mica.office.keys.AtRest;
import mica.office.keys.PersonTag;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;

/**
 * What visitors may have erased: one visit at once, with what belongs to it, or all of theirs, which a job works off
 * within a minute. A visit of a day under a legal hold leaves every notice and is erased when the hold ends. Threads may
 * share it.
 */
public final class VisitorErasures {

    private static final byte[] ASSOCIATED = "mica visitor erasure".getBytes(StandardCharsets.US_ASCII);

    private final VisitStore visits;
    private final List<VisitRows> rows;
    private final Holds holds;
    private final AtRest atRest;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Ledger ledger;
    private final VisitorErasureStore store = new VisitorErasureStore();

    /** @param rows what belongs to single visits, beside the visits */
    public VisitorErasures(
            VisitStore visits, List<VisitRows> rows, Holds holds, AtRest atRest, InstantSource clock, ZoneId zone) {
        this.visits = visits;
        this.rows = List.copyOf(rows);
        this.holds = holds;
        this.atRest = atRest;
        this.clock = clock;
        this.zone = zone;
        this.ledger = new Ledger(clock);
    }

    /** Erases one visit, or withdraws it where a hold keeps it. Answers the receipt to publish; empty when it is gone. */
    public Optional<LinkReceipt> erase(Handle tx, VisitRef ref) {
        if (holds.keeps(tx, ref.day())) {
            return visits.withdraw(tx, ref, clock.instant()).map(hash -> receipt(hash, Receipt.State.HELD, ref));
        }
        Optional<byte[]> hash = visits.erase(tx, ref);
        if (hash.isPresent()) {
            rows.forEach(kind -> kind.erase(tx, ref.day(), List.of(ref.id())));
            ledger.tally(tx, Event.VISITS_ERASED, 1);
        }
        return hash.map(link -> receipt(link, Receipt.State.ERASED, ref));
    }

    /** Asks for the erasure of every visit of the person who made one. */
    public void eraseAll(Handle tx, VisitRef ref) {
        visits.person(tx, ref).ifPresent(person -> {
            Instant now = clock.instant();
            LocalDate today = LocalDate.ofInstant(now, zone);
            store.ask(tx, now, today, atRest.sealForDay(today, octets(person), ASSOCIATED));
        });
    }

    /** Who asked; empty when the keys of the day they asked on are gone, and with them every visit before it. */
    Optional<PersonTag> person(VisitorErasureStore.ErasureWish asked) {
        return atRest.openOfDay(asked.askedOn(), asked.sealedTag(), ASSOCIATED).map(octets -> {
            ByteBuffer tag = ByteBuffer.wrap(octets);
            return new PersonTag(tag.getLong(), tag.getLong());
        });
    }

    boolean isHeld(Handle handle, LocalDate day) {
        return holds.keeps(handle, day);
    }

    private static LinkReceipt receipt(byte[] hash, Receipt.State state, VisitRef ref) {
        return new LinkReceipt(hash, new Receipt(state, ref.day()));
    }

    private static byte[] octets(PersonTag person) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(person.high())
                .putLong(person.low())
                .array();
    }
}
