package mica.office.applications;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.ApplicationStatus.State;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.applications.ApplicationTransitions.Cause;
import mica.office.door.MailKind;
import mica.office.door.MailQueue;
import mica.office.keys.AtRest;
import mica.office.venues.Publication;
import mica.office.venues.Venues;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The officer's side of applications: the queue and the decisions. Threads may share it. */
public final class Applications {

    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);
    private static final int COUNTED_AT_MOST = 1_000;

    private final Jdbi office;
    private final ApplicationStore store;
    private final Venues venues;
    private final MailQueue mails;
    private final Publication publication;
    private final InstantSource clock;

    public Applications(
            Jdbi office, AtRest atRest, Venues venues, MailQueue mails, Publication publication, InstantSource clock) {
        this.office = office;
        this.store = new ApplicationStore(atRest);
        this.venues = venues;
        this.mails = mails;
        this.publication = publication;
        this.clock = clock;
    }

    /** What became of a decision. */
    public sealed interface Outcome {
        /** @param application as it is now */
        record Decided(Application application) implements Outcome {}

        /** Somebody decided before, or the applicant changed or withdrew it; nothing was done. */
        record ChangedBefore(Application application) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** Applications that wait for a decision, counted up to a thousand. */
    public int waiting() {
        return office.withHandle(handle -> store.count(handle, State.SUBMITTED, COUNTED_AT_MOST));
    }

    Optional<Application> find(UUID id) {
        return office.withHandle(handle -> store.find(handle, id));
    }

    List<Application> page(State state, @Nullable UUID after, int limit) {
        return office.withHandle(handle -> {
            Application last = after == null ? null : store.find(handle, after).orElse(null);
            return store.page(handle, state, last, limit);
        });
    }

    List<Application> alike(Application application) {
        return office.withHandle(handle -> store.alike(handle, application));
    }

    List<Application.ApplicationStep> history(UUID id) {
        return office.withHandle(handle -> store.history(handle, id));
    }

    /** Registers the venue, publishes it and queues the mail with its posters. */
    public Outcome approve(UUID id, int version, UUID officer) {
        return decide(id, version, Cause.APPROVED, (tx, application) -> {
            VenueCode code = venues.register(tx, application.details(), application.spots(), officer);
            venues.queuePosters(tx, code, application.details());
            return new ApplicationStore.Decision(Cause.APPROVED, officer, Map.of(), null, code);
        });
    }

    /** Sends it back for correction. @param comments by field */
    public Outcome giveBack(UUID id, int version, Map<String, String> comments, String message, UUID officer) {
        return decide(id, version, Cause.RETURNED, (tx, application) -> {
            mail(tx, application, ApplicationMails.RETURNED, message);
            return new ApplicationStore.Decision(Cause.RETURNED, officer, comments, message, null);
        });
    }

    public Outcome reject(UUID id, int version, String message, UUID officer) {
        return decide(id, version, Cause.REJECTED, (tx, application) -> {
            mail(tx, application, ApplicationMails.REJECTED, message);
            return new ApplicationStore.Decision(Cause.REJECTED, officer, Map.of(), message, null);
        });
    }

    private interface Deciding {
        ApplicationStore.Decision decide(Handle tx, Application application);
    }

    private Outcome decide(UUID id, int version, Cause cause, Deciding deciding) {
        Outcome outcome = office.inTransaction(tx -> {
            Application application = store.lock(tx, id).orElse(null);
            if (application == null) {
                return new Outcome.Unknown();
            }
            if (application.version() != version || !ApplicationTransitions.TABLE.allow(application.state(), cause)) {
                return new Outcome.ChangedBefore(application);
            }
            ApplicationStore.Decision decision = deciding.decide(tx, application);
            State next = store.decide(tx, id, application.state(), decision, clock.instant());
            store.addStep(
                    tx,
                    id,
                    new Application.ApplicationStep(
                            clock.instant(),
                            application.revision(),
                            next,
                            decision.officer(),
                            decision.comments(),
                            decision.message()));
            return new Outcome.Decided(store.find(tx, id).orElseThrow());
        });
        if (outcome instanceof Outcome.Decided(Application decided)) {
            LOG.info("application.decided state={}", decided.state());
            publication.run();
        }
        return outcome;
    }

    private void mail(Handle tx, Application application, MailKind kind, String message) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("link", store.link(tx, application.id()).text());
        parameters.put("receiptNumber", application.receiptNumber());
        parameters.put("venue", application.details().name());
        parameters.put("message", message);
        mails.add(
                tx,
                EmailAddress.of(application.details().email()),
                kind,
                Language.spoken(application.details().language()),
                parameters);
    }
}
