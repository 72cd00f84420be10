package mica.front.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.SignedSealKey;
import mica.front.directory.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day's public keys, as far as the office signed them: whoever can write to the exchange cannot make the front seal
 * to a key of theirs. The signature is checked at every reading, the time of validity at every use. Threads may share it.
 */
final class TrustedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);

    /** Why a published key is not used. */
    enum Refusal {
        UNSIGNED,
        /** Signed by none of the pinned keys: another office's, or changed after it was signed. */
        FOREIGN,
        /** Signed by our office, and no statement this version understands. */
        MALFORMED,
        WRONG_DAY,
        WRONG_PURPOSE,
        NOT_YET_VALID,
        EXPIRED
    }

    /** What stands in the directory for a day and purpose. */
    sealed interface Reading {
        record Trusted(KeyStatement statement) implements Reading {}

        record Refused(Refusal reason) implements Reading {}

        record Missing() implements Reading {}
    }

    private record DayPurpose(LocalDate day, KeyPurpose purpose) {}

    private record Saying(DayPurpose name, String what) {}

    private final Directory directory;
    private final List<OfficeKey> officeKeys;

    // A key of a day does not change; it is read again so that a replaced one is noticed. What is refused is not kept:
    // as soon as the office has put it right, visitors are served.
    private final Cache<DayPurpose, Reading.Trusted> trusted = Caffeine.newBuilder()
            .maximumSize(32)
            .executor(Runnable::run)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    // Someone must hear of it; a line for each visitor would hide everything else.
    private final Cache<Saying, Boolean> said = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    /** @param officeKeys the pinned ones: one, or during a change-over two */
    TrustedKeys(Directory directory, List<OfficeKey> officeKeys) {
        this.directory = directory;
        this.officeKeys = List.copyOf(officeKeys);
    }

    /** The key to seal to at an instant; empty when there is none to be trusted, which is said loudly. */
    Optional<SealKey> key(LocalDate day, KeyPurpose purpose, Instant now) {
        return switch (reading(day, purpose, now)) {
            case Reading.Trusted key -> Optional.of(key.statement().key());
            case Reading.Refused refused -> Optional.empty();
            case Reading.Missing missing -> Optional.empty();
        };
    }

    /** The key to seal to, when it was read lately and is to be trusted at this instant. */
    Optional<SealKey> keyAtHand(LocalDate day, KeyPurpose purpose, Instant now) {
        Reading.Trusted kept = trusted.getIfPresent(new DayPurpose(day, purpose));
        return kept != null && inTime(kept, now) instanceof Reading.Trusted key
                ? Optional.of(key.statement().key())
                : Optional.empty();
    }

    /** @throws org.jdbi.v3.core.JdbiException when the exchange is away and the key was not read lately */
    Reading reading(LocalDate day, KeyPurpose purpose, Instant now) {
        return told(new DayPurpose(day, purpose), trusted.getIfPresent(new DayPurpose(day, purpose)), now);
    }

    /** As it is published now, without what was read lately. @throws org.jdbi.v3.core.JdbiException as above */
    Reading published(LocalDate day, KeyPurpose purpose, Instant now) {
        Reading reading = read(day, purpose);
        return reading instanceof Reading.Trusted key
                ? inTime(key, now)
                : told(new DayPurpose(day, purpose), reading, now);
    }

    private Reading read(LocalDate day, KeyPurpose purpose) {
        return directory.key(day, purpose).<Reading>map(this::checked).orElseGet(Reading.Missing::new);
    }

    private Reading told(DayPurpose name, @Nullable Reading known, Instant now) {
        Reading reading = known == null ? read(name.day(), name.purpose()) : known;
        if (reading instanceof Reading.Trusted key) {
            reading = inTime(key, now);
        }
        switch (reading) {
            case Reading.Trusted good -> trusted.asMap().putIfAbsent(name, good);
            case Reading.Refused refused -> {
                trusted.invalidate(name);
                say(name, refused.reason().name());
            }
            case Reading.Missing missing -> say(name, "MISSING");
        }
        return reading;
    }

    private Reading checked(SignedSealKey published) {
        if (published.signature().length != OfficeKey.SIGNATURE) {
            return new Reading.Refused(Refusal.UNSIGNED);
        }
        if (officeKeys.stream()
                .noneMatch(key -> key.signed(KeyStatement.LABEL, published.statement(), published.signature()))) {
            return new Reading.Refused(isZero(published.signature()) ? Refusal.UNSIGNED : Refusal.FOREIGN);
        }
        KeyStatement statement;
        try {
            statement = KeyStatement.fromBytes(published.statement());
        } catch (IllegalArgumentException ofAnotherVersion) {
            return new Reading.Refused(Refusal.MALFORMED);
        }
        if (!statement.key().day().equals(published.day())) {
            return new Reading.Refused(Refusal.WRONG_DAY);
        }
        if (statement.key().purpose() != published.purpose()) {
            return new Reading.Refused(Refusal.WRONG_PURPOSE);
        }
        return new Reading.Trusted(statement);
    }

    private static Reading inTime(Reading.Trusted key, Instant now) {
        if (now.isBefore(key.statement().validFrom())) {
            return new Reading.Refused(Refusal.NOT_YET_VALID);
        }
        if (!now.isBefore(key.statement().validUntil())) {
            return new Reading.Refused(Refusal.EXPIRED);
        }
        return key;
    }

    private static boolean isZero(byte[] octets) {
        for (byte octet : octets) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    private void say(DayPurpose name, String what) {
        if (said.asMap().putIfAbsent(new Saying(name, what), true) != null) {
            return;
        }
        if (what.equals("MISSING")) {
            LOG.error("seal.key_missing day={} purpose={}", name.day(), name.purpose());
        } else {
            LOG.error("seal.key_refused day={} purpose={} reason={}", name.day(), name.purpose(), what);
        }
    }
}
