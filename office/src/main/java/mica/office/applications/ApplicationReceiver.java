package mica.office.applications;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.text.Language;
import mica.office.applications.ApplicationTransitions.Cause;
import mica.office.door.MailKind;
import mica.office.door.MailQueue;
import mica.office.keys.AtRest;
import mica.office.venues.Publication;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what applicants send: applications, corrections, withdrawals. Threads may share it. */
public final class ApplicationReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationReceiver.class);

    private final ApplicationStore store;
    private final MailQueue mails;
    private final Publication publication;
    private final Supplier<ServiceFacts> service;
    private final InstantSource clock;

    public ApplicationReceiver(
            AtRest atRest,
            MailQueue mails,
            Publication publication,
            Supplier<ServiceFacts> service,
            InstantSource clock) {
        this.store = new ApplicationStore(atRest);
        this.mails = mails;
        this.publication = publication;
        this.service = service;
        this.clock = clock;
    }

    /**
     * Stores an application or a correction, queues the mail that says so, and publishes its state after the commit. One
     * that is there already changes nothing.
     *
     * @throws RefusedApplicationException when it is nothing an honest front sends, or comes after the decision
     */
    public void receive(Handle tx, VenueApplication application) {
        LinkToken link = ApplicationCheck.check(application, service.get());
        UUID id = UUID.randomUUID();
        if (!store.add(tx, id, link, application, clock.instant())) {
            Application known = store.lock(tx, link).orElseThrow();
            if (application.revision() <= known.revision()) {
                if (!isCorrectedAgain(tx, application, known)) {
                    return;
                }
                application = application.withRevision(known.revision() + 1);
            }
            if (!ApplicationTransitions.TABLE.allow(known.state(), Cause.REVISED)) {
                throw new RefusedApplicationException("revision of an application that is " + known.state());
            }
            id = known.id();
            store.revise(tx, id, known.state(), application, clock.instant());
        }
        step(tx, id, application.revision(), ApplicationStatus.State.SUBMITTED);
        mail(tx, application, ApplicationMails.RECEIVED);
        LOG.info("application.received revision={}", application.revision());
        tx.afterCommit(publication::run);
    }

    /**
     * Whether an applicant corrected once more before this office had taken in the correction before: the front numbers
     * both alike, and the later one holds.
     */
    private boolean isCorrectedAgain(Handle tx, VenueApplication application, Application known) {
        return application.revision() > 1
                && ApplicationTransitions.TABLE.allow(known.state(), Cause.REVISED)
                && !application.withRevision(known.revision()).equals(store.asSent(tx, known));
    }

    /** Takes an application back. Nothing happens when there is none, or it was decided before. */
    public void withdraw(Handle tx, LinkToken link) {
        Application known = store.lock(tx, link).orElse(null);
        if (known == null || !ApplicationTransitions.TABLE.allow(known.state(), Cause.WITHDRAWN)) {
            return;
        }
        ApplicationStatus.State now = store.decide(
                tx,
                known.id(),
                known.state(),
                new ApplicationStore.Decision(Cause.WITHDRAWN, null, Map.of(), null, null),
                clock.instant());
        step(tx, known.id(), known.revision(), now);
        mail(tx, store.asSent(tx, known), ApplicationMails.WITHDRAWN);
        LOG.info("application.withdrawn");
        tx.afterCommit(publication::run);
    }

    private void step(Handle tx, UUID id, int revision, ApplicationStatus.State state) {
        store.addStep(tx, id, new Application.ApplicationStep(clock.instant(), revision, state, null, Map.of(), null));
    }

    private void mail(Handle tx, VenueApplication application, MailKind kind) {
        mails.add(
                tx,
                EmailAddress.of(application.details().email()),
                kind,
                Language.spoken(application.details().language()),
                // Nothing else of what was typed: no officer has read it yet.
                Map.of("link", application.linkToken(), "receiptNumber", application.receiptNumber()));
    }
}
