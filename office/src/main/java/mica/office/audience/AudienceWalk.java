package mica.office.audience;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import mica.office.keys.PersonTags;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the people of an audience part by part, without opening an address: each once, however often they came.
 * Who confirmed a visit comes with the latest day of a confirmed one, others with the latest day they were there. Keeps 16
 * octets a person in mind. For one thread.
 */
public final class AudienceWalk {

    private static final int ROWS = 2_000;

    /** The visits of a day to a place. @param confirmed only those that were confirmed */
    record Leg(LocalDate day, Audience.AudiencePlace place, boolean confirmed) {}

    private final AudienceStore visits;
    private final PersonTags tags;
    private final Audience audience;
    private final Deque<Leg> legs = new ArrayDeque<>();
    private final TagSet met = new TagSet();
    private @Nullable VisitRef last;

    /** @param days those that may have visits, the latest first */
    AudienceWalk(AudienceStore visits, PersonTags tags, Audience audience, List<LocalDate> days, boolean unconfirmed) {
        this.visits = visits;
        this.tags = tags;
        this.audience = audience;
        addLegs(days, true);
        if (unconfirmed) {
            // All visits once more: one that is confirmed while the first pass goes on belongs to neither half.
            addLegs(days, false);
        }
    }

    private void addLegs(List<LocalDate> days, boolean confirmed) {
        for (LocalDate day : days) {
            audience.places().forEach(place -> legs.add(new Leg(day, place, confirmed)));
        }
    }

    /** The next people, at least so many and hardly more; fewer at the end only. */
    public List<VisitRef> next(Handle handle, int people) {
        List<VisitRef> found = new ArrayList<>();
        while (found.size() < people && !isOver()) {
            Leg leg = legs.element();
            List<VisitStore.Tagged> rows = visits.part(handle, audience, leg, last, ROWS);
            for (VisitStore.Tagged row : rows) {
                UUID id = row.ref().id();
                if (tags.tag(row.maskedTag(), leg.day(), id).filter(met::add).isPresent()) {
                    found.add(row.ref());
                }
            }
            if (rows.size() < ROWS) {
                legs.remove();
                last = null;
            } else {
                last = rows.getLast().ref();
            }
        }
        return found;
    }

    /** Whose visit it is is not met again. */
    public void passBy(VisitStore.SealedVisit visit) {
        tags.tag(visit.maskedTag(), visit.ref().day(), visit.ref().id()).ifPresent(met::add);
    }

    public boolean isOver() {
        return legs.isEmpty();
    }
}
