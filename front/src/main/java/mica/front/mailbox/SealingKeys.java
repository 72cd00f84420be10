package mica.front.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.Sealer;

/** The trusted keys of the day, ready to seal. Threads may share it. */
final class SealingKeys {

    private final TrustedKeys trusted;
    private final Cache<SealKey, Sealer> sealers =
            Caffeine.newBuilder().maximumSize(16).build();

    SealingKeys(TrustedKeys trusted) {
        this.trusted = trusted;
    }

    /** Empty when there is no key of that day to be trusted: nothing can be taken then, and someone must act. */
    Optional<Sealer> sealer(LocalDate day, KeyPurpose purpose, Instant now) {
        return trusted.key(day, purpose, now).map(key -> sealers.get(key, Sealer::new));
    }
}
