package mica.front.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Sealer;
import mica.front.directory.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys of the day, ready to seal. Threads may share it. */
final class SealingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    private record Name(LocalDate day, KeyPurpose purpose) {}

    private final Directory directory;

    // A key of a day does not change; it is asked for again only so that a replaced one is noticed.
    private final Cache<Name, Sealer> sealers = Caffeine.newBuilder()
            .maximumSize(16)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    SealingKeys(Directory directory) {
        this.directory = directory;
    }

    /** Empty when the office has published no key for that day: nothing can be taken then, and someone must act. */
    Optional<Sealer> sealer(LocalDate day, KeyPurpose purpose) {
        return Optional.ofNullable(sealers.get(new Name(day, purpose), this::read));
    }

    private @Nullable Sealer read(Name name) {
        Optional<Sealer> sealer = directory.key(name.day(), name.purpose()).map(Sealer::new);
        if (sealer.isEmpty()) {
            LOG.error("seal.key_missing day={} purpose={}", name.day(), name.purpose());
        }
        return sealer.orElse(null);
    }
}
