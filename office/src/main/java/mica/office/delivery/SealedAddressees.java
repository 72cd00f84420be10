package mica.office.delivery;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import mica.exchange.address.EmailAddress;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.keys.PersonTag;
import mica.office.keys.PersonTags;
import mica.office.visits.VisitStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealed addresses of a chunk, opened one by one under a grant and kept nowhere. For one thread. */
final class SealedAddressees implements Addressees {

    private static final Logger LOG = LoggerFactory.getLogger(SealedAddressees.class);

    private final ApprovedOpening opening;
    private final ApprovedOpening.Grant grant;
    private final PersonTags tags;
    private final Map<Integer, ChunkPerson> people;
    private final Map<UUID, VisitStore.SealedVisit> sealed;
    private final Predicate<LocalDate> erasedDays;
    private final Set<LocalDate> said = new HashSet<>();

    /** @param erasedDays those whose keys are destroyed on purpose */
    SealedAddressees(
            ApprovedOpening opening,
            ApprovedOpening.Grant grant,
            PersonTags tags,
            Map<Integer, ChunkPerson> people,
            Map<UUID, VisitStore.SealedVisit> sealed,
            Predicate<LocalDate> erasedDays) {
        this.opening = opening;
        this.grant = grant;
        this.tags = tags;
        this.people = people;
        this.sealed = sealed;
        this.erasedDays = erasedDays;
    }

    @Override
    public @Nullable ChunkPerson person(int n) {
        return people.get(n);
    }

    @Override
    public RecipientState unopened(ChunkPerson person) {
        boolean erased = !sealed.containsKey(person.visit()) || erasedDays.test(person.day());
        if (!erased && said.add(person.day())) {
            LOG.error("notice.keys_missing notice={} day={}", grant.notice().number(), person.day());
        }
        return erased ? RecipientState.GONE : RecipientState.KEYS_MISSING;
    }

    @Override
    public @Nullable Opened open(ChunkPerson person) {
        VisitStore.SealedVisit visit = sealed.get(person.visit());
        EmailAddress address = visit == null ? null : opening.open(grant, visit).orElse(null);
        if (visit == null || address == null) {
            return null;
        }
        PersonTag tag = tags.tag(address);
        // People were told apart by their tags; a tag of another address would be a forged check-in.
        boolean counted = tags.tag(visit.maskedTag(), person.day(), person.visit())
                .filter(tag::equals)
                .isPresent();
        if (!counted) {
            LOG.warn("notice.tag_of_another_address notice={}", grant.notice().number());
        }
        return new Opened(address, tag);
    }
}
