package mica.office.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.seal.HybridWrap;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import org.jspecify.annotations.Nullable;

/**
 * Opens seals of the purposes it was made for and of no other: the part of the office that runs all day is given one
 * that cannot open a notice's seals. Threads may share it.
 */
public final class Opener {

    /** Unwrapping a seed costs about a millisecond, so it is kept for as long as its rows usually come together. */
    private static final Duration SEEDS_KEPT = Duration.ofMinutes(2);

    private static final int MOST_SEEDS = 10_000;

    /** A wrapped seed, and the day whose key opens it. */
    public record Wrap(LocalDate day, byte[] octets) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Wrap wrap && day.equals(wrap.day) && Arrays.equals(octets, wrap.octets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(octets);
        }
    }

    /** Where the wrapped seeds of epochs are kept. */
    @FunctionalInterface
    public interface Wraps {

        /** The seed of an epoch for a purpose, as it was wrapped; empty when the epoch is unknown. */
        Optional<Wrap> wrap(UUID epoch, KeyPurpose purpose);
    }

    private record EpochPurpose(UUID epoch, KeyPurpose purpose) {}

    private record Seed(LocalDate day, byte[] octets) {}

    private final KeyStore keyStore;
    private final Wraps epochs;
    private final Set<KeyPurpose> purposes;
    private final Cache<EpochPurpose, Seed> seeds = Caffeine.newBuilder()
            .maximumSize(MOST_SEEDS)
            .expireAfterAccess(SEEDS_KEPT)
            .build();

    public Opener(KeyStore keyStore, Wraps epochs, Set<KeyPurpose> purposes) {
        this.keyStore = keyStore;
        this.epochs = epochs;
        this.purposes = Set.copyOf(purposes);
    }

    /**
     * The content of a seal; empty when its epoch is unknown or of another day, the key is gone, or the seal was made for
     * another key or was changed.
     *
     * @throws IllegalArgumentException when this opener was not made for the purpose
     */
    public Optional<byte[]> open(LocalDate day, KeyPurpose purpose, Seal seal, byte[] associated) {
        checkPurpose(purpose);
        Seed seed = seeds.get(new EpochPurpose(seal.epoch(), purpose), this::unwrap);
        return seed != null && seed.day().equals(day) ? seal.open(seed.octets(), associated) : Optional.empty();
    }

    /** The seed of a wrap; empty when the key is gone, or it was wrapped to another key or changed. */
    public Optional<byte[]> unwrap(LocalDate day, KeyPurpose purpose, UUID epoch, byte[] wrap) {
        checkPurpose(purpose);
        return keyStore.unwrap(day, purpose, wrap, HybridWrap.context(day, purpose, epoch));
    }

    /** Forgets the keys of a day, after they were destroyed. */
    public void forget(LocalDate day) {
        seeds.asMap().values().removeIf(seed -> seed.day().equals(day));
    }

    private void checkPurpose(KeyPurpose purpose) {
        if (!purposes.contains(purpose)) {
            throw new IllegalArgumentException("this opener may not open " + purpose);
        }
    }

    private @Nullable Seed unwrap(EpochPurpose name) {
        return epochs.wrap(name.epoch(), name.purpose())
                .flatMap(wrap -> unwrap(wrap.day(), name.purpose(), name.epoch(), wrap.octets())
                        .map(seed -> new Seed(wrap.day(), seed)))
                .orElse(null);
    }
}
