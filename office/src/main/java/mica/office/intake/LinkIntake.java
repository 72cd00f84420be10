package mica.office.intake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.office.directory.DirectoryPublisher.LinkReceipt;
import mica.office.visit.VisitRef;
import mica.office.visit.VisitStore;
import org.jdbi.v3.core.Handle;

/** Does what visitors asked for by the links of their mail: confirm, erase. A link of nothing kept does nothing. */
final class LinkIntake {

    private final VisitStore visits;
    private final InstantSource clock;

    LinkIntake(VisitStore visits, InstantSource clock) {
        this.visits = visits;
        this.clock = clock;
    }

    List<LinkReceipt> confirm(Handle tx, LinkToken link) {
        Optional<VisitRef> visit = visits.byLink(tx, link);
        visit.ifPresent(ref -> visits.confirm(tx, ref, clock.instant()));
        return visit.map(ref -> List.of(receipt(link.hash(), Receipt.State.CONFIRMED, ref)))
                .orElse(List.of());
    }

    List<LinkReceipt> erase(Handle tx, Erasure erasure) {
        Optional<VisitRef> visit = visits.byLink(tx, erasure.link());
        if (visit.isEmpty()) {
            return List.of();
        }
        List<VisitRef> erased = switch (erasure.scope()) {
            case THIS_VISIT -> List.of(visit.get());
            case ALL_VISITS -> visits.ofSamePerson(tx, visit.get());
        };
        List<LinkReceipt> receipts = new ArrayList<>();
        for (VisitRef ref : erased) {
            visits.erase(tx, ref).ifPresent(hash -> receipts.add(receipt(hash, Receipt.State.ERASED, ref)));
        }
        return receipts;
    }

    private LinkReceipt receipt(byte[] hash, Receipt.State state, VisitRef ref) {
        return new LinkReceipt(hash, new Receipt(state, ref.day()));
    }
}
