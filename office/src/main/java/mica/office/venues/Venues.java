package mica.office.venues;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import mica.office.door.MailQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be done with venues; every change is published. Threads may share it. */
public final class Venues {

    private static final Logger LOG = LoggerFactory.getLogger(Venues.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_TRIES = 20;

    private final Jdbi office;
    private final VenueStore store = new VenueStore();
    private final MailQueue mails;
    private final Publication publication;
    private final InstantSource clock;
    private final ZoneId zone;

    public Venues(Jdbi office, MailQueue mails, Publication publication, InstantSource clock, ZoneId zone) {
        this.office = office;
        this.mails = mails;
        this.publication = publication;
        this.clock = clock;
        this.zone = zone;
    }

    /** What became of a change. */
    sealed interface Outcome {
        record Changed(Venue venue) implements Outcome {}

        /** Somebody else changed the venue in the meantime; this is it now. */
        record ChangedBefore(Venue venue) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /**
     * Registers a venue with a code for it and for each spot; published after the commit.
     *
     * @param spots at least one, in the order of the posters
     */
    public VenueCode register(Handle tx, VenueDetails details, List<String> spots, UUID officer) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        VenueCode code = VenueCode.random(RANDOM);
        for (int tries = 1; !store.add(tx, code, details, today, officer); tries++) {
            stopAfterMany(tries);
            code = VenueCode.random(RANDOM);
        }
        for (int position = 0; position < spots.size(); position++) {
            addSpot(tx, code, spots.get(position), position + 1);
        }
        return code;
    }

    /** As {@link #register(Handle, VenueDetails, List, UUID)}, in a transaction of its own. */
    public VenueCode register(VenueDetails details, List<String> spots, UUID officer) {
        VenueCode code = office.inTransaction(tx -> register(tx, details, spots, officer));
        publication.run();
        return code;
    }

    private void addSpot(Handle tx, VenueCode venue, String label, int position) {
        int tries = 1;
        while (!store.addSpot(tx, new SpotFacts(SpotCode.random(RANDOM), venue, label, position))) {
            stopAfterMany(tries++);
        }
    }

    private static void stopAfterMany(int tries) {
        if (tries >= MOST_TRIES) {
            throw new IllegalStateException("no free code after " + tries + " tries");
        }
    }

    /** Queues the mail that carries the posters; nothing happens for a venue without an address. */
    public void queuePosters(Handle tx, VenueCode code, VenueDetails details) {
        if (details.email().isEmpty()) {
            return;
        }
        mails.add(
                tx,
                EmailAddress.of(details.email()),
                PosterMail.KIND,
                Language.spoken(details.language()),
                Map.of("venue", details.name(), "venueCode", code.value()));
    }

    public Optional<Venue> find(VenueCode code) {
        return office.withHandle(handle -> store.find(handle, code));
    }

    /** The spots of a venue in the order of its posters. */
    public List<SpotFacts> spots(VenueCode code) {
        return office.withHandle(handle -> store.spots(handle, List.of(code)));
    }

    public List<SpotFacts> spots(List<VenueCode> codes) {
        return office.withHandle(handle -> store.spots(handle, codes));
    }

    public List<Venue> all(List<VenueCode> codes) {
        return office.withHandle(handle -> store.all(handle, codes));
    }

    /** A page of venues by kana; words may be part of the name, kana, address or code, or a telephone number. */
    public List<Venue> search(String words, VenueFacts.@Nullable State state, @Nullable VenueCode after, int limit) {
        return office.withHandle(handle -> {
            Venue last = after == null ? null : store.find(handle, after).orElse(null);
            return store.search(handle, words, state, last, limit);
        });
    }

    public List<Venue> alike(VenueDetails details) {
        return office.withHandle(handle -> store.alike(
                handle, List.of(PlaceKeys.address(details.address())), List.of(PlaceKeys.phone(details.phone()))));
    }

    Outcome edit(VenueCode code, int version, VenueDetails details) {
        return change(
                code, version, venue -> new Venue(code, details, venue.state(), venue.registeredOn(), venue.version()));
    }

    Outcome setState(VenueCode code, int version, VenueFacts.State wanted) {
        return change(code, version, venue -> {
            VenueFacts.State next = VenueTransitions.TABLE.next(venue.state(), VenueTransitions.Cause.of(wanted));
            return new Venue(code, venue.details(), next, venue.registeredOn(), venue.version());
        });
    }

    private Outcome change(VenueCode code, int version, UnaryOperator<Venue> next) {
        Outcome change = office.inTransaction(tx -> {
            Venue venue = store.find(tx, code).orElse(null);
            if (venue == null) {
                return new Outcome.Unknown();
            }
            if (venue.version() != version || !store.change(tx, next.apply(venue))) {
                return new Outcome.ChangedBefore(store.find(tx, code).orElseThrow());
            }
            return new Outcome.Changed(store.find(tx, code).orElseThrow());
        });
        if (change instanceof Outcome.Changed changed) {
            LOG.info("venue.changed state={}", changed.venue().state());
            publication.run();
        }
        return change;
    }

    /** False when the venue has no address. */
    boolean sendPosters(Venue venue) {
        if (venue.details().email().isEmpty()) {
            return false;
        }
        office.useTransaction(tx -> queuePosters(tx, venue.code(), venue.details()));
        return true;
    }
}
