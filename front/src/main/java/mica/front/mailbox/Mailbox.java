package mica.front.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.health.Beating;
import mica.exchange.health.Part;
import mica.exchange.health.Pulse;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.Sha256;
import mica.front.directory.Directory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way inward: seals to the keys of the day and puts the envelope. The front cannot read back what it put.
 * Threads may share it.
 */
public final class Mailbox implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** What became of an envelope. */
    public enum Outcome {
        /** Committed; it will reach the office whatever happens to the front. */
        DURABLE,
        /** Too many are waiting. */
        BUSY,
        /** The database did not take it, or not surely. */
        AWAY,
        /** There is no key to seal it to, or none that the office signed for this day. */
        NO_KEY
    }

    /** How the keys stand that a day's envelopes are sealed to. */
    public enum KeyState {
        TRUSTED,
        /** The office has not published them. */
        MISSING,
        /** What is published is not what the office signed for that day. */
        REFUSED
    }

    private final Directory directory;
    private final TrustedKeys trusted;
    private final Epochs epochs;
    private final MailboxWriter writer;
    private final Taking taking = new Taking();

    /**
     * @param exchange a pool of its own, so that slow pages do not hold up check-ins
     * @param officeKeys whose signatures under public keys are trusted
     * @param places how many envelopes may wait for their commit
     * @param patience how long a caller waits
     */
    public Mailbox(Jdbi exchange, Directory directory, List<OfficeKey> officeKeys, int places, Duration patience) {
        this.directory = directory;
        this.trusted = new TrustedKeys(directory, officeKeys);
        this.epochs = new Epochs(trusted);
        this.writer = new MailboxWriter(exchange, places, patience, Crowd.LONGEST_WAIT, taking);
    }

    /**
     * Seals and puts; returns after the commit.
     *
     * @param id the same for the same act, so that the office notices one sent twice; see {@link #id}
     * @param now decides the day of the keys, in the authority's time zone
     * @param open what may be read on the way: never an address
     */
    public Outcome put(EnvelopeKind kind, UUID id, Instant now, byte[] open, byte[] content) {
        Optional<Epochs.Turn> turn;
        try {
            turn = epochs.next(day(now), now, kind.seals());
        } catch (JdbiException away) {
            taking.refused(Outcome.AWAY.name(), 1);
            LOG.warn("seal.key_unreadable reason={}", away.getClass().getSimpleName());
            return Outcome.AWAY;
        }
        if (turn.isEmpty()) {
            taking.refused(Outcome.NO_KEY.name(), 1);
            return Outcome.NO_KEY;
        }
        Envelope envelope = Envelope.sealed(kind, id, open, content, turn.get().row());
        return writer.put(turn.get().announced(), envelope.toBytes());
    }

    /**
     * As {@link #put}, without waiting for anything.
     *
     * @param told the outcome, once, by any thread, which it must not hold up
     * @return false when the exchange would have to be asked first: then nothing was done, and nobody is told
     */
    public boolean putAtOnce(
            EnvelopeKind kind, UUID id, Instant now, byte[] open, byte[] content, Consumer<Outcome> told) {
        if (writer.isCrowded()) {
            // Before anything is sealed: to refuse must cost less than to take, or nobody would be served.
            writer.countTurnedAway();
            told.accept(Outcome.BUSY);
            return true;
        }
        Optional<Epochs.Turn> turn =
                directory.serviceAtHand().flatMap(service -> epochs.nextAtOnce(day(now, service), now, kind.seals()));
        if (turn.isEmpty()) {
            return false;
        }
        Envelope envelope = Envelope.sealed(kind, id, open, content, turn.get().row());
        writer.put(turn.get().announced(), envelope.toBytes(), told);
        return true;
    }

    /**
     * How the keys stand that an envelope of an instant would be sealed to: the worst of them.
     *
     * @throws JdbiException when the exchange is away
     */
    public KeyState keysAt(Instant instant) {
        KeyState worst = KeyState.TRUSTED;
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyState state = switch (trusted.published(day(instant), purpose, instant)) {
                case TrustedKeys.Reading.Trusted key -> KeyState.TRUSTED;
                case TrustedKeys.Reading.Missing missing -> KeyState.MISSING;
                case TrustedKeys.Reading.Refused refused -> KeyState.REFUSED;
            };
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
        return worst;
    }

    /** Whether what is put is taken. */
    public Part taking() {
        return taking.part();
    }

    @Override
    public List<Pulse> pulses() {
        return writer.pulses();
    }

    /** Notes that somebody was turned away who was not even put. */
    public void countTurnedAway() {
        writer.countTurnedAway();
    }

    /** How many were turned away because too many came at once. */
    public long turnedAway() {
        return writer.turnedAway();
    }

    private LocalDate day(Instant instant) {
        return day(instant, directory.service());
    }

    private static LocalDate day(Instant instant, ServiceFacts service) {
        return LocalDate.ofInstant(instant, ZoneId.of(service.timeZone()));
    }

    /** An id that is the same for the same parts and says nothing about them to who does not know them all. */
    public static UUID id(String... parts) {
        MessageDigest digest = Sha256.ofThread();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        // Version 8, variant 1: made by the application (RFC 9562, 5.8).
        return new UUID(
                (hash.getLong() & ~0xF000L) | 0x8000L,
                (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        writer.close();
        epochs.end();
    }
}
