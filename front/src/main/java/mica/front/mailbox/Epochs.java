package mica.front.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.SealKey;
import org.jspecify.annotations.Nullable;

/** The epoch in use: a new one every minute, when it is full, and when day or keys change. Threads may share it. */
final class Epochs {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** What the office needs to open an epoch, and whether it is surely in the mailbox. */
    static final class Announced {

        private final byte[] announcement;
        private volatile boolean durable;

        /** @param announcement the octets of an {@link EpochAnnouncement} */
        Announced(byte[] announcement) {
            this.announcement = announcement;
        }

        byte[] announcement() {
            return announcement;
        }

        boolean isDurable() {
            return durable;
        }

        void setDurable() {
            durable = true;
        }
    }

    /** A row to seal, and the epoch to announce before it. */
    record Turn(Announced announced, Epoch.EpochRow row) {}

    private final TrustedKeys keys;
    private @Nullable Epoch current;
    private @Nullable Announced announced;
    private List<SealKey> currentKeys = List.of();
    private Instant begun = Instant.MIN;

    Epochs(TrustedKeys keys) {
        this.keys = keys;
    }

    /** The next row; empty when the day has not all its keys. */
    Optional<Turn> next(LocalDate day, Instant now, List<KeyPurpose> purposes) {
        List<SealKey> dayKeys = new ArrayList<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.key(day, purpose, now).ifPresent(dayKeys::add);
        }
        // Read before the lock is taken: a database that is away must not make callers queue.
        return dayKeys.size() < KeyPurpose.values().length ? Optional.empty() : next(dayKeys, day, now, purposes);
    }

    /** The next row, when all keys are at hand; empty when the exchange must be asked for one. */
    Optional<Turn> nextAtOnce(LocalDate day, Instant now, List<KeyPurpose> purposes) {
        List<SealKey> dayKeys = new ArrayList<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.keyAtHand(day, purpose, now).ifPresent(dayKeys::add);
        }
        return dayKeys.size() < KeyPurpose.values().length ? Optional.empty() : next(dayKeys, day, now, purposes);
    }

    private synchronized Optional<Turn> next(
            List<SealKey> dayKeys, LocalDate day, Instant now, List<KeyPurpose> purposes) {
        Epoch epoch = current != null && fits(dayKeys, now) ? current : begin(day, dayKeys, now);
        Epoch.EpochRow row = epoch.next(purposes)
                .orElseGet(() -> begin(day, dayKeys, now).next(purposes).orElseThrow());
        return Optional.of(new Turn(Objects.requireNonNull(announced), row));
    }

    /** Forgets the keys of the epoch in use. */
    synchronized void end() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    private boolean fits(List<SealKey> dayKeys, Instant now) {
        return currentKeys.equals(dayKeys) && !now.isBefore(begun) && now.isBefore(begun.plus(LONGEST));
    }

    private Epoch begin(LocalDate day, List<SealKey> dayKeys, Instant now) {
        end();
        Epoch epoch = Epoch.begin(day, dayKeys);
        announced = new Announced(EpochAnnouncement.of(epoch).toBytes());
        current = epoch;
        currentKeys = List.copyOf(dayKeys);
        begun = now;
        return epoch;
    }
}
