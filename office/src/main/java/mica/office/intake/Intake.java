package mica.office.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.health.Part;
import mica.office.directory.PublishedStore;
import mica.office.door.MailQueue;
import mica.office.kept.DayRows;
import mica.office.kept.PersonRows;
import mica.office.kept.VisitRows;
import mica.office.keys.Opener;
import mica.office.keys.PersonTags;
import mica.office.keys.Secrets;
import mica.office.venues.SpotStore;
import mica.office.visitor.VisitorErasures;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Jdbi;

/** Puts the intake together. It gets no opener for notices: what runs all day cannot read who was where. */
public final class Intake {

    private Intake() {}

    /** The quarantined envelopes, which go with their day. */
    public static DayRows quarantined() {
        return Quarantine.rows();
    }

    /** How many envelopes could not be used, and since when, for monitors. */
    public static Part quarantinePart(Jdbi office, Instant now) {
        return Quarantine.part(office, now);
    }

    /** The quarantined envelopes that hold visits which are stored too, such as a recorded one that was put again. */
    public static VisitRows quarantinedOfVisits() {
        return Quarantine::eraseVisits;
    }

    /**
     * The quarantined check-ins that still tell whose they are.
     *
     * @param opener for the purpose DOOR
     */
    public static PersonRows quarantinedOfPeople(Opener opener, PersonTags tags) {
        return new QuarantinedPeople(opener, tags);
    }

    /**
     * Makes the job.
     *
     * @param opener for the purposes FORM and DOOR
     * @param receivers for the kinds that belong to other features: applications and withdrawals
     */
    public static IntakeJob job(
            Jdbi exchange,
            Jdbi office,
            Opener opener,
            EpochStore epochs,
            Secrets secrets,
            VisitStore visits,
            MailQueue mails,
            VisitorErasures erasures,
            PublishedStore publisher,
            Map<EnvelopeKind, Receiver> receivers,
            InstantSource clock,
            ZoneId zone) {
        Map<EnvelopeKind, Receiver> allReceivers = new HashMap<>(receivers);
        allReceivers.put(EnvelopeKind.SELF_CHECK, (tx, content) -> StreetCheck.store(tx, content, clock.instant()));
        return new IntakeJob(
                office,
                new MailboxStore(exchange),
                opener,
                new EpochIntake(opener, epochs, clock),
                new CheckInIntake(opener, epochs, secrets, visits, new SpotStore(), mails, zone),
                new LinkIntake(visits, erasures, clock),
                allReceivers,
                publisher,
                new Quarantine(clock, zone));
    }
}
