package mica.office.intake;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.ByIndex;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.venue.SpotCode;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.door.MailKind;
import mica.office.door.MailQueue;
import mica.office.door.QueuedMail;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.venues.SpotStore;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import mica.office.visits.VisitsBefore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes visits and confirmation mails of check-in envelopes. */
final class CheckInIntake {

    private final Opener doorOpener;
    private final EpochStore epochs;
    private final Secrets secrets;
    private final VisitStore visits;
    private final VisitsBefore before = new VisitsBefore();
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
    private record PlacedCheckIn(
            Arrival arrival, SpotStore.PlacedSpot spot, LinkToken link, Registrations.Registration registration) {

        UUID id() {
            return arrival.envelope().id();
        }
    }

    /** Stores the arrivals, hands in their mails, and answers the receipts to publish. Unusable ones go to refused. */
    List<LinkReceipt> receive(Handle tx, List<Arrival> arrivals, RefusedArrivals refused) {
        ByIndex.alone(tx);
        ArrivedRows rows = ArrivedRows.lock(
                tx, epochs, arrivals.stream().map(Arrival::envelope).toList());
        Map<SpotCode, SpotStore.PlacedSpot> places =
                spots.find(tx, arrivals.stream().map(a -> a.checkIn().spot()).toList());
        List<LinkReceipt> receipts = new ArrayList<>();
        List<PlacedCheckIn> usable = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            try {
                rows.check(arrival.envelope());
                usable.add(known(arrival, places));
                rows.mark(arrival.envelope());
            } catch (RefusedEnvelopeException unusable) {
                refused.put(tx, arrival.envelope(), unusable);
                if (unusable.isSeenBefore()) {
                    receipts.addAll(receiptOfUnconfirmed(tx, arrival, places));
                }
            }
        }
        // Each gets a receipt, also one that no mail leads to: its absence would tell who reads the directory that the
        // same
        // person was here minutes ago.
        usable.forEach(known -> receipts.add(receipt(known.arrival(), known.link())));
        store(tx, usable);
        rows.store(tx);
        return receipts;
    }

    /**
     * Everybody is a visit: of a parent and a child with one address both count. Only what the same page sent twice is one,
     * and one mail serves those who come with one address within minutes.
     */
    private void store(Handle tx, List<PlacedCheckIn> usable) {
        Registrations registrations = Registrations.find(
                tx,
                before,
                secrets.tags(),
                usable.stream().map(PlacedCheckIn::registration).toList());
        List<VisitStore.NewVisit> newVisits = new ArrayList<>();
        List<QueuedMail> newMails = new ArrayList<>();
        Map<UUID, List<UUID>> shared = new LinkedHashMap<>();
        Map<UUID, VisitStore.NewVisit> sharing = new LinkedHashMap<>();
        for (PlacedCheckIn known : usable) {
            Registrations.Registration one = known.registration();
            if (registrations.cameBefore(one)) {
                continue;
            }
            Optional<Registrations.First> first = registrations.before(one);
            if (first.isPresent()) {
                shared.computeIfAbsent(first.get().id(), id -> new ArrayList<>())
                        .add(known.id());
                sharing.putIfAbsent(known.id(), visit(known, first.get().linkHash(), null));
            } else {
                newVisits.add(visit(known, one.linkHash(), registrations.first(one)));
                newMails.add(confirmation(known));
            }
        }
        mails.add(tx, newMails);
        Set<UUID> counted = mails.share(tx, shared);
        sharing.values().stream()
                .filter(visit -> counted.contains(visit.ref().id()))
                .forEach(newVisits::add);
        // A day that nobody opened in time is opened now: its keys are there, so it is one of ours.
        newVisits.stream().map(visit -> visit.ref().day()).distinct().forEach(day -> visitDays.ensure(tx, day));
        visits.add(tx, newVisits);
    }

    /** Where unusable envelopes go. */
    @FunctionalInterface
    interface RefusedArrivals {
        void put(Handle tx, Envelope envelope, RefusedEnvelopeException why);
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
    private List<LinkReceipt> receiptOfUnconfirmed(
            Handle tx, Arrival arrival, Map<SpotCode, SpotStore.PlacedSpot> places) {
        SpotStore.PlacedSpot spot = places.get(arrival.checkIn().spot());
        Envelope envelope = arrival.envelope();
        return spot != null
                        && before.isUnconfirmed(
                                tx,
                                envelope.day(),
                                spot.venue(),
                                arrival.checkIn().arrivedAt(),
                                envelope.id())
                ? List.of(receipt(arrival, secrets.links().of(envelope.id())))
                : List.of();
    }

    private PlacedCheckIn known(Arrival arrival, Map<SpotCode, SpotStore.PlacedSpot> places) {
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
        return switch (EmailAddress.arrived(new String(address, StandardCharsets.US_ASCII))) {
            case EmailAddress.Outcome.Parsed parsed -> known(arrival, spot, parsed.address());
            case EmailAddress.Outcome.Refused wrong ->
                throw new RefusedEnvelopeException("no address inside: " + wrong.reason());
        };
    }

    private PlacedCheckIn known(Arrival arrival, SpotStore.PlacedSpot spot, EmailAddress address) {
        Envelope envelope = arrival.envelope();
        LinkToken link = secrets.links().of(envelope.id());
        return new PlacedCheckIn(
                arrival,
                spot,
                link,
                new Registrations.Registration(
                        envelope.id(),
                        envelope.day(),
                        spot.code(),
                        secrets.tags().tag(address),
                        arrival.checkIn().arrivedAt(),
                        link.confirming().hash()));
    }

    private VisitStore.NewVisit visit(PlacedCheckIn known, byte[] linkHash, byte @Nullable [] doorTag) {
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
                linkHash,
                secrets.tags().maskedTag(known.registration().person(), envelope.day(), envelope.id()),
                envelope.seal(KeyPurpose.DAY).toBytes(),
                doorTag);
    }

    /** Without its links, which the office makes anew when it writes the mail: no database holds one that works. */
    private static QueuedMail confirmation(PlacedCheckIn known) {
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
                        envelope.seal(KeyPurpose.DOOR).toBytes()),
                known.spot().code().value());
    }
}
