package mica.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Jdbi;

/**
 * Visits of any day as the intake leaves them: sealed by epochs to the day's keys, tagged and masked, a row each. Nobody
 * can check in yesterday, so the demo's past and the bench's crowds come in here; without a mail, which the door's key of
 * a past day could not seal any more. Not shared by threads.
 */
public final class MadeUpVisits {

    private static final Duration UNTIL_CONFIRMED = Duration.ofMinutes(3);

    private final Jdbi office;
    private final KeyStore keys;
    private final Secrets secrets;
    private final EpochStore epochs;
    private final VisitStore visits;
    private final VisitDayStore days = new VisitDayStore();

    public MadeUpVisits(Jdbi office, KeyStore keys, ZoneId zone) {
        this.office = office;
        this.keys = keys;
        this.secrets = Secrets.of(keys);
        this.epochs = new EpochStore(office);
        this.visits = new VisitStore(office, secrets, zone);
    }

    /** Somebody at a door. @param at to the second */
    public record Visit(VenueCode venue, SpotCode spot, Instant at, EmailAddress address, boolean confirmed) {}

    /** Seals and stores visits of one day; those that are there already stay as they are. */
    public void add(LocalDate day, List<Visit> some) {
        keys.ensureDay(day);
        office.useHandle(handle -> days.ensure(handle, day));
        List<VisitStore.NewVisit> rows = new ArrayList<>();
        Epoch epoch = null;
        for (Visit visit : some) {
            Epoch.EpochRow row =
                    epoch == null ? null : epoch.next(List.of(KeyPurpose.DAY)).orElse(null);
            if (row == null) {
                epoch = begin(day, visit.at());
                row = epoch.next(List.of(KeyPurpose.DAY)).orElseThrow();
            }
            rows.add(sealed(visit, row));
        }
        office.useTransaction(tx -> {
            visits.add(tx, rows);
            for (int i = 0; i < rows.size(); i++) {
                if (some.get(i).confirmed()) {
                    VisitRef ref = rows.get(i).ref();
                    visits.confirm(tx, ref, ref.arrivedAt().plus(UNTIL_CONFIRMED));
                }
            }
        });
    }

    private Epoch begin(LocalDate day, Instant now) {
        Epoch epoch = Epoch.begin(
                day,
                Arrays.stream(KeyPurpose.values())
                        .map(purpose -> keys.publicKey(day, purpose).orElseThrow())
                        .toList());
        office.useTransaction(tx ->
                epochs.add(tx, epoch.id(), day, EpochAnnouncement.of(epoch).wraps(), now));
        return epoch;
    }

    private VisitStore.NewVisit sealed(Visit visit, Epoch.EpochRow row) {
        Instant at = visit.at().truncatedTo(ChronoUnit.SECONDS);
        // The same again when it is made again.
        UUID id = UUID.nameUUIDFromBytes(
                (visit.spot().value() + at + visit.address().wireForm()).getBytes(StandardCharsets.US_ASCII));
        byte[] open = new CheckIn(visit.spot(), at, Language.first()).toBytes();
        // What the seal is bound to names the row, so an unfilled seal of the row stands in for the one to come.
        Seal place = new Seal(row.epoch(), row.number(), new byte[0]);
        Seal seal = row.seal(
                KeyPurpose.DAY,
                visit.address().wireForm().getBytes(StandardCharsets.US_ASCII),
                Envelope.associatedOfLast(EnvelopeKind.CHECK_IN, id, row.day(), open, place));
        return new VisitStore.NewVisit(
                new VisitRef(row.day(), visit.venue(), at, id, visit.spot(), Language.first(), false),
                secrets.links().of(id).confirming().hash(),
                secrets.tags().maskedTag(visit.address(), row.day(), id),
                seal.toBytes());
    }
}
