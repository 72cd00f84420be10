package mica.front.checkin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.front.mailbox.Mailbox;

/** Registers one address at one spot. */
final class CheckInVerbs {

    /** Within this time the same page sends the same address for the same visit: a double tap, or the back button. */
    private static final Duration SAME_VISIT = Duration.ofMinutes(10);

    record Registered(Mailbox.Outcome outcome, Instant at) {}

    private final Mailbox mailbox;
    private final InstantSource clock;

    CheckInVerbs(Mailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** @param visit the secret mark of the page the address was typed into */
    Registered register(SpotCode spot, EmailAddress address, Language language, String visit) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        CheckIn checkIn = new CheckIn(spot, now, language);
        UUID id = Mailbox.id(
                "check-in",
                visit,
                spot.value(),
                address.identity(),
                Long.toString(now.getEpochSecond() / SAME_VISIT.toSeconds()));
        Mailbox.Outcome outcome = mailbox.put(
                EnvelopeKind.CHECK_IN,
                id,
                now,
                checkIn.toBytes(),
                address.wireForm().getBytes(StandardCharsets.US_ASCII));
        return new Registered(outcome, now);
    }
}
