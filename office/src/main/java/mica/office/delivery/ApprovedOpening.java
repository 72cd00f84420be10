package mica.office.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.office.keys.Opener;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;

/**
 * The one way to the addresses of visitors: with a grant, which only a notice gets that is approved by a second officer
 * exactly as it stands, and which is in the ledger before the first address is opened. Threads may share it.
 */
final class ApprovedOpening {

    private final Opener opener;
    private final NoticeStore notices;
    private final Ledger ledger;

    /** @param opener made for {@link KeyPurpose#DAY} alone */
    ApprovedOpening(Opener opener, NoticeStore notices, Ledger ledger) {
        this.opener = opener;
        this.notices = notices;
        this.ledger = ledger;
    }

    /** The leave to open addresses for one notice. Made here and nowhere else. */
    static final class Grant {

        private final Notice notice;

        private Grant(Notice notice) {
            this.notice = notice;
        }

        Notice notice() {
            return notice;
        }
    }

    /**
     * Writes the opening into the ledger and answers the leave for it; empty when the stored approval is not one of the
     * stored text and audience.
     */
    Optional<Grant> demand(Handle tx, UUID id, int people) {
        return notices.hold(tx, id).flatMap(notice -> demand(tx, notice, people));
    }

    /** @param notice as the caller holds it in this transaction */
    Optional<Grant> demand(Handle tx, Notice notice, int people) {
        if (notice.state() != NoticeState.SENDING
                || notice.contentHash() == null
                || notice.approvedBy() == null
                || notice.isWrittenBy(notice.approvedBy())
                || !notice.contentHash().equals(notice.content().hash())) {
            return Optional.empty();
        }
        if (people > 0) {
            ledger.append(
                    tx,
                    Entry.of(Event.ADDRESSES_OPENED)
                            .notice(notice.number())
                            .kind(notice.content().kind())
                            .hash(notice.contentHash())
                            .approver(notice.approvedBy())
                            .count(people));
        }
        return Optional.of(new Grant(notice));
    }

    /** The address of a visit; empty when its key is gone or its seal was changed. */
    Optional<EmailAddress> open(Grant grant, VisitStore.SealedVisit sealed) {
        if (grant.notice.approvedBy() == null) {
            throw new IllegalArgumentException("a grant without an approval");
        }
        VisitRef ref = sealed.ref();
        byte[] open = new CheckIn(ref.spot(), ref.arrivedAt(), ref.language()).toBytes();
        return Seal.fromBytes(sealed.sealedAddress())
                .flatMap(seal -> opener.open(
                        ref.day(),
                        KeyPurpose.DAY,
                        seal,
                        Envelope.associatedOfLast(EnvelopeKind.CHECK_IN, ref.id(), ref.day(), open, seal)))
                .flatMap(address -> EmailAddress.written(new String(address, StandardCharsets.US_ASCII)));
    }
}
