package mica.office.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import mica.exchange.envelope.EnvelopeKind;
import mica.office.directory.DirectoryPublisher;
import mica.office.keys.EpochStore;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.mail.MailQueue;
import mica.office.venue.SpotStore;
import mica.office.visit.VisitStore;
import org.jdbi.v3.core.Jdbi;

/** Puts the intake together. It gets no opener for notices: what runs all day cannot read who was where. */
public final class Intake {

    private Intake() {}

    /** Forgets what was quarantined before an instant. */
    public static void forgetQuarantinedBefore(Jdbi office, Instant instant) {
        office.useHandle(handle -> MailboxStore.forgetQuarantinedBefore(handle, instant));
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
            DirectoryPublisher publisher,
            Map<EnvelopeKind, Receiver> receivers,
            InstantSource clock,
            ZoneId zone,
            int retentionDays) {
        return new IntakeJob(
                office,
                new MailboxStore(exchange),
                opener,
                new EpochIntake(opener, epochs, clock),
                new CheckInIntake(opener, epochs, secrets, visits, new SpotStore(), mails, zone, retentionDays),
                new LinkIntake(visits, clock, retentionDays),
                receivers,
                publisher,
                clock);
    }
}
