package mica.office.intake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.venue.SpotCode;
import mica.office.keys.PersonTag;
import mica.office.keys.PersonTags;
import mica.office.visits.VisitsBefore;
import org.jdbi.v3.core.Handle;

/**
 * Which registrations of a chunk came before, and which share the mail of one of the same address at the same spot minutes
 * earlier (ADR 16). Two look-ups for the whole chunk, however many were at the spot. For one thread.
 */
final class Registrations {

    /** One mail serves those who register with one address at one spot within this time. */
    private static final Duration ONE_MAIL = Duration.ofMinutes(5);

    /**
     * One to look at.
     *
     * @param linkHash of the link that a mail of its own would have
     */
    record Registration(UUID id, LocalDate day, SpotCode spot, PersonTag person, Instant at, byte[] linkHash) {}

    /** One whose mail serves others. */
    record First(UUID id, Instant at, byte[] linkHash) {}

    private final PersonTags tags;
    private final Map<ByteBuffer, List<First>> atDoors = new HashMap<>();
    private final Set<ByteBuffer> knownLinks = new HashSet<>();
    private final Map<UUID, List<ByteBuffer>> doorTags = new HashMap<>();

    private Registrations(PersonTags tags) {
        this.tags = tags;
    }

    /** Looks at all that a transaction is about to store. */
    static Registrations find(Handle tx, VisitsBefore visits, PersonTags tags, List<Registration> chunk) {
        Registrations found = new Registrations(tags);
        if (chunk.isEmpty()) {
            return found;
        }
        Set<LocalDate> days = new HashSet<>();
        Set<ByteBuffer> atDoors = new HashSet<>();
        for (Registration one : chunk) {
            days.add(one.day());
            atDoors.addAll(found.tags(one));
        }
        visits.atDoors(tx, days, atDoors.stream().map(ByteBuffer::array).toList())
                .forEach(at ->
                        found.note(ByteBuffer.wrap(at.doorTag()), new First(at.id(), at.arrivedAt(), at.linkHash())));
        visits.knownLinks(tx, days, chunk.stream().map(Registration::linkHash).toList())
                .forEach(hash -> found.knownLinks.add(ByteBuffer.wrap(hash)));
        return found;
    }

    /** Whether the same page sent the same before: a double tap, or somebody who was not answered in time. */
    boolean cameBefore(Registration one) {
        return knownLinks.contains(ByteBuffer.wrap(one.linkHash()));
    }

    /** The one whose mail serves this one too. */
    Optional<First> before(Registration one) {
        return tags(one).stream()
                .flatMap(tag -> atDoors.getOrDefault(tag, List.of()).stream())
                .filter(first -> Duration.between(first.at(), one.at()).abs().compareTo(ONE_MAIL) <= 0)
                .findFirst();
    }

    /** Notes one that gets a mail of its own. @return by what those that follow find it */
    byte[] first(Registration one) {
        ByteBuffer tag = tags(one).getFirst();
        note(tag, new First(one.id(), one.at(), one.linkHash()));
        knownLinks.add(ByteBuffer.wrap(one.linkHash()));
        return tag.array();
    }

    private void note(ByteBuffer tag, First first) {
        atDoors.computeIfAbsent(tag, none -> new ArrayList<>()).add(first);
    }

    /** Its own, and that of the stretch before, in which the first one may have come. */
    private List<ByteBuffer> tags(Registration one) {
        return doorTags.computeIfAbsent(one.id(), id -> {
            long stretch = Math.floorDiv(one.at().getEpochSecond(), ONE_MAIL.toSeconds());
            return tags.doorTags(one.day(), one.spot(), one.person(), stretch, stretch - 1).stream()
                    .map(ByteBuffer::wrap)
                    .toList();
        });
    }
}
