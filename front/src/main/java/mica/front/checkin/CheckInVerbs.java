package mica.front.checkin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.MailState;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.front.mailbox.Mailbox;

/** Registers one address at one spot. */
final class CheckInVerbs {

    /** Within this time the same page sends the same address for the same visit: a double tap, or the back button. */
    private static final Duration SAME_VISIT = Duration.ofMinutes(10);

    /** @param receipt the number under which the office tells of its mail */
    record Registered(Mailbox.Outcome outcome, Instant at, UUID receipt) {}

    private final Mailbox mailbox;
    private final InstantSource clock;

    CheckInVerbs(Mailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** Whether a text is the mark of a page: 32 hexadecimal digits. */
    static boolean isVisit(String text) {
        if (text.length() != 32) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Returns after the commit. @param visit the secret mark of the page the address was typed into */
    Registered register(SpotCode spot, EmailAddress address, Language language, String visit) {
        Instant now = now();
        UUID id = id(spot, address, visit, now);
        Mailbox.Outcome outcome = mailbox.put(
                EnvelopeKind.CHECK_IN, id, now, new CheckIn(spot, now, language).toBytes(), content(address));
        return new Registered(outcome, now, MailState.receipt(id));
    }

    /**
     * As above, without waiting.
     *
     * @param told once, by any thread
     * @return false when it cannot be done without waiting; then nothing was done
     */
    boolean registerAtOnce(
            SpotCode spot, EmailAddress address, Language language, String visit, Consumer<Registered> told) {
        Instant now = now();
        UUID id = id(spot, address, visit, now);
        return mailbox.putAtOnce(
                EnvelopeKind.CHECK_IN,
                id,
                now,
                new CheckIn(spot, now, language).toBytes(),
                content(address),
                outcome -> told.accept(new Registered(outcome, now, MailState.receipt(id))));
    }

    /** Counts somebody who is turned away because too many came, and was not registered. */
    Registered turnedAway() {
        mailbox.countTurnedAway();
        return new Registered(Mailbox.Outcome.BUSY, now(), new UUID(0, 0));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static UUID id(SpotCode spot, EmailAddress address, String visit, Instant now) {
        return Mailbox.id(
                "check-in",
                visit,
                spot.value(),
                address.identity(),
                Long.toString(now.getEpochSecond() / SAME_VISIT.toSeconds()));
    }

    private static byte[] content(EmailAddress address) {
        return address.wireForm().getBytes(StandardCharsets.US_ASCII);
    }
}
