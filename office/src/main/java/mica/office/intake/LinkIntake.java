package mica.office.intake;

import java.time.InstantSource;
import java.util.List;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.visitor.VisitorErasures;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
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

    /** One mail may serve several visits: of one address at one spot within minutes. */
    List<LinkReceipt> confirm(Handle tx, LinkToken link) {
        List<VisitRef> served = visits.byLink(tx, link);
        served.forEach(ref -> visits.confirm(tx, ref, clock.instant()));
        return served.stream()
                .limit(1)
                .map(ref -> new LinkReceipt(link.hash(), new Receipt(Receipt.State.CONFIRMED, ref.day())))
                .toList();
    }

    /** Erases what the link's mail served at once; the other visits of its person are worked off beside the intake. */
    List<LinkReceipt> erase(Handle tx, Erasure erasure) {
        List<VisitRef> served = visits.toErase(tx, erasure.link());
        if (served.isEmpty()) {
            return List.of();
        }
        switch (erasure.scope()) {
            case THIS_VISIT -> {}
            case ALL_VISITS -> erasures.eraseAll(tx, served.getFirst());
        }
        return served.stream().flatMap(ref -> erasures.erase(tx, ref).stream()).toList();
    }
}
