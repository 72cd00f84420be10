package mica.office.venues;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.database.OneByOne;
import mica.exchange.directory.SpotFacts;
import mica.exchange.venue.VenueCode;
import mica.office.directory.PublishedStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the public, and each applicant, what changed. Rows carry the version last published, so that nothing is
 * forgotten when the exchange is away: call {@link #run} after a commit, at the start and every minute. Rows stay
 * locked while they are published, so that an older state never overtakes a newer one. Threads may share it.
 */
public final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final int AT_A_TIME = 500;

    private final Jdbi office;
    private final VenueStore venues = new VenueStore();
    private final PublishedStore publisher;
    private final PublishedKind alongside;

    /** @param alongside what is published together with the venues */
    public Publication(Jdbi office, PublishedStore publisher, PublishedKind alongside) {
        this.office = office;
        this.publisher = publisher;
        this.alongside = alongside;
    }

    /** Rows of another feature that are told in the same way. Threads may share it. */
    public interface PublishedKind {

        /** Publishes the next ones that are behind, and locks them meanwhile. @return how many */
        int publish(Handle tx, int limit);

        /** From now on all are behind. */
        void forgetPublished(Handle tx);
    }

    /** Publishes what is behind. When the exchange is away it logs, and what is behind stays so until the next run. */
    public void run() {
        try {
            while (publishVenues() == AT_A_TIME) {}
            while (office.inTransaction(tx -> alongside.publish(tx, AT_A_TIME)) == AT_A_TIME) {}
        } catch (JdbiException away) {
            LOG.warn("publication.failed cause={}", away.getClass().getSimpleName());
        }
    }

    /** Publishes everything anew, as after the exchange was lost. */
    public void runForAll() {
        office.useTransaction(tx -> {
            venues.forgetPublished(tx);
            alongside.forgetPublished(tx);
        });
        run();
    }

    private int publishVenues() {
        return office.inTransaction(tx -> {
            List<Venue> behind = venues.toPublish(tx, AT_A_TIME);
            if (behind.isEmpty()) {
                return 0;
            }
            Map<VenueCode, List<SpotFacts>> spots = venues
                    .spots(tx, behind.stream().map(Venue::code).toList())
                    .stream()
                    .collect(Collectors.groupingBy(SpotFacts::venue));
            // One that the directory refuses keeps no other; it counts as published until it changes or all are anew.
            OneByOne.work(
                    behind.stream()
                            .map(venue -> new PublishedStore.PublishedVenue(
                                    venue.facts(), spots.getOrDefault(venue.code(), List.of())))
                            .toList(),
                    publisher::publish,
                    (venue, why) -> LOG.error(
                            "publication.venue_refused venue={} type={}",
                            venue.facts().code(),
                            why.getClass().getSimpleName()));
            venues.published(tx, behind);
            return behind.size();
        });
    }
}
