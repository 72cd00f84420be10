package mica.office.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.office.directory.DirectoryPublisher.LinkReceipt;
import mica.office.visit.VisitRef;
import mica.office.visit.VisitStore;
import mica.office.visitor.VisitorErasures;
import org.jdbi.v3.core.Handle;

/** Does what visitors asked for by the two links of their mail: confirm, erase. A link of nothing kept does nothing. */
final class LinkIntake {

    private final VisitStore visits;
    private final InstantSource clock;
    private final VisitorErasures erasures;

    LinkIntake(VisitStore visits, VisitorErasures erasures, InstantSource clock) {
        this.visits = visits;
        this.erasures = erasures;
        this.clock = clock;
    }

    List<LinkReceipt> confirm(Handle tx, LinkToken link) {
        Optional<VisitRef> visit = visits.byLink(tx, link);
        visit.ifPresent(ref -> visits.confirm(tx, ref, clock.instant()));
        return visit.map(ref -> List.of(receipt(link.hash(), Receipt.State.CONFIRMED, ref)))
                .orElse(List.of());
    }

    /** Erases the visit of the link at once; the others of its person are worked off beside the intake. */
    List<LinkReceipt> erase(Handle tx, Erasure erasure) {
        Optional<VisitRef> visit = visits.toErase(tx, erasure.link());
        if (visit.isEmpty()) {
            return List.of();
        }
        switch (erasure.scope()) {
            case THIS_VISIT -> {}
            case ALL_VISITS -> erasures.eraseAll(tx, visit.get());
        }
        return erasures.erase(tx, visit.get()).map(List::of).orElse(List.of());
    }

    private LinkReceipt receipt(byte[] hash, Receipt.State state, VisitRef ref) {
        return new LinkReceipt(hash, new Receipt(state, ref.day()));
    }
}
