package mica.office.delivery;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import mica.exchange.address.EmailAddress;
import mica.office.delivery.ChunkStore.Person;
import mica.office.keys.PersonTag;
import mica.office.keys.Secrets;
import mica.office.visits.VisitStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealed addresses of a chunk, opened one by one under a grant and kept nowhere. For one thread. */
final class Addresses {

    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private final ApprovedOpening opening;
    private final ApprovedOpening.Grant grant;
    private final Secrets secrets;
    private final Map<UUID, VisitStore.Sealed> sealed;
    private final Predicate<LocalDate> erasedDays;
    private final Set<LocalDate> said = new HashSet<>();

    /** @param erasedDays those whose keys are destroyed on purpose */
    Addresses(
            ApprovedOpening opening,
            ApprovedOpening.Grant grant,
            Secrets secrets,
            Map<UUID, VisitStore.Sealed> sealed,
            Predicate<LocalDate> erasedDays) {
        this.opening = opening;
        this.grant = grant;
        this.secrets = secrets;
        this.sealed = sealed;
        this.erasedDays = erasedDays;
    }

    /** @param tag tells people apart */
    record Opened(EmailAddress address, PersonTag tag) {}

    /** Why there is no address to write to, as the state of whom it would have been. */
    RecipientState unopened(Person person) {
        boolean erased = !sealed.containsKey(person.visit()) || erasedDays.test(person.day());
        if (!erased && said.add(person.day())) {
            LOG.error("notice.keys_missing notice={} day={}", grant.notice().number(), person.day());
        }
        return erased ? RecipientState.GONE : RecipientState.KEYS_MISSING;
    }

    /** Null when the visit was erased meanwhile, or no key opens its address. */
    @Nullable
    Opened open(Person person) {
        VisitStore.Sealed visit = sealed.get(person.visit());
        EmailAddress address = visit == null ? null : opening.open(grant, visit).orElse(null);
        if (visit == null || address == null) {
            return null;
        }
        PersonTag tag = secrets.tag(address);
        // People were told apart by their tags; a tag of another address would be a forged check-in.
        boolean counted = secrets.tag(visit.maskedTag(), person.day(), person.visit())
                .filter(tag::equals)
                .isPresent();
        if (!counted) {
            LOG.warn("notice.tag_of_another_address notice={}", grant.notice().number());
        }
        return new Opened(address, tag);
    }
}
