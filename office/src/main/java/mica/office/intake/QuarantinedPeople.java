package mica.office.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.MalformedEnvelopeException;
import mica.exchange.seal.KeyPurpose;
import mica.office.kept.PersonRows;
import mica.office.keys.Opener;
import mica.office.keys.PersonTag;
import mica.office.keys.PersonTags;
import org.jdbi.v3.core.Handle;

/** Finds the quarantined check-ins of people by their DOOR seal, as the intake itself opens it. Threads may share it. */
final class QuarantinedPeople implements PersonRows {

    private static final int AT_A_TIME = 1_000;

    private final Opener opener;
    private final PersonTags tags;

    QuarantinedPeople(Opener opener, PersonTags tags) {
        this.opener = opener;
        this.tags = tags;
    }

    @Override
    public void erase(Handle office, LocalDate day, Map<PersonTag, Instant> people) {
        long last = 0;
        List<Quarantine.KeptEnvelope> part;
        do {
            part = Quarantine.ofDay(office, day, last, AT_A_TIME);
            List<Long> theirs = part.stream()
                    .filter(kept -> isTheirs(kept.bytes(), people))
                    .map(Quarantine.KeptEnvelope::id)
                    .toList();
            if (!theirs.isEmpty()) {
                Quarantine.erase(office, theirs);
            }
            last = part.isEmpty() ? last : part.getLast().id();
        } while (part.size() == AT_A_TIME);
    }

    private boolean isTheirs(byte[] bytes, Map<PersonTag, Instant> people) {
        try {
            Envelope envelope = Envelope.fromBytes(bytes);
            if (envelope.kind() != EnvelopeKind.CHECK_IN) {
                return false;
            }
            Instant arrivedAt = CheckIn.fromBytes(envelope.open()).arrivedAt();
            return person(envelope)
                    .map(people::get)
                    .filter(until -> !arrivedAt.isAfter(until))
                    .isPresent();
        } catch (MalformedEnvelopeException junk) {
            return false;
        }
    }

    private Optional<PersonTag> person(Envelope envelope) {
        return opener.open(
                        envelope.day(),
                        KeyPurpose.DOOR,
                        envelope.seal(KeyPurpose.DOOR),
                        envelope.associated(KeyPurpose.DOOR))
                .flatMap(octets -> EmailAddress.written(new String(octets, StandardCharsets.US_ASCII)))
                .map(tags::tag);
    }
}
