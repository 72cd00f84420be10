package mica.office.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.venue.SpotCode;
import mica.office.directory.DirectoryPublisher.LinkReceipt;
import mica.office.keys.EpochStore;
import mica.office.keys.Opener;
import mica.office.keys.PersonTag;
import mica.office.keys.Secrets;
import mica.office.mail.MailKind;
import mica.office.mail.MailQueue;
import mica.office.mail.QueuedMail;
import mica.office.venue.SpotStore;
import mica.office.visit.VisitDayStore;
import mica.office.visit.VisitRef;
import mica.office.visit.VisitStore;
import org.jdbi.v3.core.Handle;

/** Makes visits and confirmation mails of check-in envelopes. */
final class CheckInIntake {

    /** Two taps within this time at one spot are one visit: people press again when a page is slow. */
    private static final Duration SECOND_TAP = Duration.ofMinutes(5);

    private final Opener doorOpener;
    private final EpochStore epochs;
    private final Secrets secrets;
    private final VisitStore visits;
    private final VisitDayStore visitDays = new VisitDayStore();
    private final SpotStore spots;
    private final MailQueue mails;
    private final ZoneId zone;

    CheckInIntake(
            Opener doorOpener,
            EpochStore epochs,
            Secrets secrets,
            VisitStore visits,
            SpotStore spots,
            MailQueue mails,
            ZoneId zone) {
        this.doorOpener = doorOpener;
        this.epochs = epochs;
        this.secrets = secrets;
        this.visits = visits;
        this.spots = spots;
        this.mails = mails;
        this.zone = zone;
    }

    /** A check-in whose open part was read. */
    record Arrival(Envelope envelope, CheckIn checkIn) {}

    /** One with the place and the person found. */
    private record Known(Arrival arrival, SpotStore.PlacedSpot spot, EmailAddress address) {}

    private record Tap(SpotCode spot, PersonTag person) {}

    /** Stores the arrivals, hands in their mails, and answers the receipts to publish. Unusable ones go to refused. */
    List<LinkReceipt> receive(Handle tx, List<Arrival> arrivals, Refused refused) {
        ArrivedRows rows = ArrivedRows.lock(
                tx, epochs, arrivals.stream().map(Arrival::envelope).toList());
        Map<SpotCode, SpotStore.PlacedSpot> places =
                spots.find(tx, arrivals.stream().map(a -> a.checkIn().spot()).toList());
        List<VisitStore.NewVisit> newVisits = new ArrayList<>();
        List<QueuedMail> newMails = new ArrayList<>();
        List<LinkReceipt> receipts = new ArrayList<>();
        Map<Tap, UUID> taps = new HashMap<>();
        Map<UUID, UUID> secondTaps = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            Known known;
            try {
                rows.check(arrival.envelope());
                known = known(arrival, places);
                rows.mark(arrival.envelope());
            } catch (RefusedEnvelopeException unusable) {
                refused.put(arrival.envelope(), unusable);
                if (unusable.isSeenBefore()) {
                    receipts.addAll(receiptOfUnconfirmed(tx, arrival));
                }
                continue;
            }
            LinkToken link = secrets.linkOf(arrival.envelope().id());
            // A second tap gets a receipt too, which no mail leads to: its absence would tell who reads the directory
            // that the same person was here minutes ago.
            receipts.add(receipt(arrival, link));
            Optional<UUID> first = first(tx, known, taps);
            if (first.isPresent()) {
                secondTaps.put(known.arrival().envelope().id(), first.get());
                continue;
            }
            newVisits.add(visit(known, link));
            newMails.add(confirmation(known));
        }
        rows.store(tx);
        // A day that nobody opened in time is opened now: its keys are there, so it is one of ours.
        newVisits.stream().map(visit -> visit.ref().day()).distinct().forEach(day -> visitDays.ensure(tx, day));
        visits.add(tx, newVisits);
        mails.add(tx, newMails);
        secondTaps.forEach((second, first) -> mails.sameMail(tx, first, second));
        return receipts;
    }

    /** Where unusable envelopes go. */
    @FunctionalInterface
    interface Refused {
        void put(Envelope envelope, RefusedEnvelopeException why);
    }

    private LinkReceipt receipt(Arrival arrival, LinkToken link) {
        LinkToken confirming = link.confirming();
        VisitedPlace place =
                new VisitedPlace(arrival.checkIn().spot(), arrival.checkIn().arrivedAt());
        return new LinkReceipt(
                confirming.hash(),
                new Receipt(Receipt.State.SENT, arrival.envelope().day(), false, place.seal(confirming)));
    }

    /** A chunk comes again when an office died after its own commit: then its receipts may not be published yet. */
    private List<LinkReceipt> receiptOfUnconfirmed(Handle tx, Arrival arrival) {
        LinkToken link = secrets.linkOf(arrival.envelope().id());
        return visits.byLink(tx, link.confirming())
                .filter(visit -> !visit.confirmed())
                .map(visit -> receipt(arrival, link))
                // Stored by an office of an earlier version, which had one link for both.
                .or(() -> visits.byLink(tx, link)
                        .filter(visit -> !visit.confirmed())
                        .map(visit -> new LinkReceipt(
                                link.hash(), new Receipt(Receipt.State.SENT, visit.day(), true, new byte[0]))))
                .map(List::of)
                .orElse(List.of());
    }

    private Known known(Arrival arrival, Map<SpotCode, SpotStore.PlacedSpot> places) {
        Envelope envelope = arrival.envelope();
        SpotStore.PlacedSpot spot = places.get(arrival.checkIn().spot());
        if (spot == null) {
            throw new RefusedEnvelopeException("unknown spot");
        }
        LocalDate arrivedOn = LocalDate.ofInstant(arrival.checkIn().arrivedAt(), zone);
        if (Math.abs(arrivedOn.toEpochDay() - envelope.day().toEpochDay()) > 1) {
            throw new RefusedEnvelopeException("arrival on another day than its keys");
        }
        byte[] address = doorOpener
                .open(
                        envelope.day(),
                        KeyPurpose.DOOR,
                        envelope.seal(KeyPurpose.DOOR),
                        envelope.associated(KeyPurpose.DOOR))
                .orElseThrow(() -> new RefusedEnvelopeException("door seal does not open"));
        return switch (EmailAddress.parse(new String(address, StandardCharsets.US_ASCII))) {
            case EmailAddress.Outcome.Parsed parsed -> new Known(arrival, spot, parsed.address());
            case EmailAddress.Outcome.Refused wrong ->
                throw new RefusedEnvelopeException("no address inside: " + wrong.reason());
        };
    }

    /** The check-in of which this one is a second tap. */
    private Optional<UUID> first(Handle tx, Known known, Map<Tap, UUID> taps) {
        UUID id = known.arrival().envelope().id();
        Tap tap = new Tap(known.spot().code(), secrets.tag(known.address()));
        UUID sameChunk = taps.putIfAbsent(tap, id);
        if (sameChunk != null) {
            return Optional.of(sameChunk);
        }
        Optional<UUID> earlier = visits.recent(
                tx,
                tap.spot(),
                known.spot().venue(),
                tap.person(),
                known.arrival().checkIn().arrivedAt().minus(SECOND_TAP),
                id);
        earlier.ifPresent(first -> taps.put(tap, first));
        return earlier;
    }

    private VisitStore.NewVisit visit(Known known, LinkToken link) {
        Envelope envelope = known.arrival().envelope();
        CheckIn checkIn = known.arrival().checkIn();
        return new VisitStore.NewVisit(
                new VisitRef(
                        envelope.day(),
                        known.spot().venue(),
                        checkIn.arrivedAt(),
                        envelope.id(),
                        checkIn.spot(),
                        checkIn.language(),
                        false),
                link.confirming().hash(),
                secrets.maskedTag(known.address(), envelope.day(), envelope.id()),
                envelope.seal(KeyPurpose.DAY).toBytes());
    }

    /** Without its links, which the office makes anew when it writes the mail: no database holds one that works. */
    private static QueuedMail confirmation(Known known) {
        Envelope envelope = known.arrival().envelope();
        CheckIn checkIn = known.arrival().checkIn();
        return new QueuedMail(
                envelope.id(),
                MailKind.CONFIRMATION,
                checkIn.language(),
                Map.of(
                        "venue", known.spot().venueName(),
                        "spot", known.spot().label(),
                        "arrivedAt", checkIn.arrivedAt().toString()),
                new QueuedMail.SealedRecipient(
                        QueuedMail.SealedBy.FRONT,
                        envelope.day(),
                        envelope.associated(KeyPurpose.DOOR),
                        envelope.seal(KeyPurpose.DOOR).toBytes()));
    }
}
