package mica.office.notice;

import java.util.Map;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.office.keys.PersonTag;
import mica.office.keys.Secrets;
import mica.office.notice.ChunkStore.Person;
import mica.office.visit.VisitStore;
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

    Addresses(
            ApprovedOpening opening,
            ApprovedOpening.Grant grant,
            Secrets secrets,
            Map<UUID, VisitStore.Sealed> sealed) {
        this.opening = opening;
        this.grant = grant;
        this.secrets = secrets;
        this.sealed = sealed;
    }

    /** @param tag tells people apart */
    record Opened(EmailAddress address, PersonTag tag) {}

    /** Null when the visit was erased meanwhile, or its key destroyed. */
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
