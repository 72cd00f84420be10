package mica.office.service;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.office.directory.PublishedStore;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.service.ServiceTransitions.Cause;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the authority's service is opened and ended: holds its facts as of now, what is configured in the state the
 * administrator set. Several offices share the state through the database. Threads may share it.
 */
public final class ServiceDesk implements Supplier<ServiceFacts> {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceDesk.class);

    private final Jdbi office;
    private final ServiceFacts configured;
    private final ServiceStore store;
    private final Ledger ledger;
    private final PublishedStore publisher;
    private final InstantSource clock;
    private volatile ServiceFacts lastKnown;

    /** @param configured its state is the one an installation begins with */
    public ServiceDesk(Jdbi office, ServiceFacts configured, PublishedStore publisher, InstantSource clock) {
        this.office = office;
        this.configured = configured;
        this.store = new ServiceStore(office);
        this.ledger = new Ledger(clock);
        this.publisher = publisher;
        this.clock = clock;
        this.lastKnown = configured;
        store.begin(configured.state(), clock.instant());
    }

    /** What became of a change of state. */
    public sealed interface Outcome {
        record Changed() implements Outcome {}

        /** The service is in another state by now, from which this one does not follow. */
        record NotFrom(ServiceFacts.State state) implements Outcome {}
    }

    @Override
    public ServiceFacts get() {
        ServiceFacts now = configured.withState(store.state());
        lastKnown = now;
        return now;
    }

    /** As it was when it was last asked for; never asks the database. */
    public ServiceFacts lastKnown() {
        return lastKnown;
    }

    /** Opens the service and tells the public. */
    public Outcome open(UUID officer) {
        return change(Cause.OPENED, officer);
    }

    /** Ends the service for good and tells the public. */
    public Outcome end(UUID officer) {
        return change(Cause.ENDED, officer);
    }

    boolean mayEnd() {
        return ServiceTransitions.TABLE.allow(store.state(), Cause.ENDED);
    }

    private Outcome change(Cause cause, UUID officer) {
        ServiceFacts.State from = store.state();
        if (!ServiceTransitions.TABLE.allow(from, cause)) {
            return new Outcome.NotFrom(from);
        }
        ServiceFacts.State next = ServiceTransitions.TABLE.next(from, cause);
        if (!office.inTransaction(tx -> change(tx, from, next, officer))) {
            return new Outcome.NotFrom(store.state());
        }
        LOG.info("service.state_changed state={}", next);
        publish();
        return new Outcome.Changed();
    }

    private boolean change(Handle tx, ServiceFacts.State from, ServiceFacts.State next, UUID officer) {
        boolean changed = store.change(tx, from, next, officer, clock.instant());
        if (changed) {
            ledger.append(tx, Entry.of(Event.SERVICE_STATE_CHANGED).by(officer).state(next));
        }
        return changed;
    }

    /** Tells the public what is true now. Does no harm when repeated; call it at the start and every few minutes. */
    public void publish() {
        try {
            publisher.publish(get());
        } catch (JdbiException exchangeAway) {
            LOG.warn("service.publish_failed cause={}", exchangeAway.getClass().getSimpleName());
        }
    }
}
