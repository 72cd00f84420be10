package mica.office.keys;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.hybrid.internal.HpkeDecrypt;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Padding;

/**
 * Opens seals of the purposes it was made for and of no other: the part of the office that runs all day is given one
 * that cannot open a notice's seals. Threads may share it.
 */
public final class Opener {

    private record Key(LocalDate day, KeyPurpose purpose) {}

    private final KeyStore keyStore;
    private final Set<KeyPurpose> purposes;
    private final Map<Key, HybridDecrypt> decrypts = new ConcurrentHashMap<>();

    public Opener(KeyStore keyStore, Set<KeyPurpose> purposes) {
        this.keyStore = keyStore;
        this.purposes = Set.copyOf(purposes);
    }

    /**
     * The content of a seal; empty when the key is gone, or the seal was made for another key or was changed.
     *
     * @throws IllegalArgumentException when this opener was not made for the purpose
     */
    public Optional<byte[]> open(LocalDate day, KeyPurpose purpose, byte[] seal, byte[] associated) {
        if (!purposes.contains(purpose)) {
            throw new IllegalArgumentException("this opener may not open " + purpose);
        }
        HybridDecrypt decrypt = decrypt(day, purpose);
        if (decrypt == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Padding.strip(decrypt.decrypt(seal, associated)));
        } catch (GeneralSecurityException | IllegalArgumentException foreignOrChanged) {
            return Optional.empty();
        }
    }

    /** Forgets the keys of a day, after they were destroyed. */
    public void forget(LocalDate day) {
        decrypts.keySet().removeIf(key -> key.day().equals(day));
    }

    private @org.jspecify.annotations.Nullable HybridDecrypt decrypt(LocalDate day, KeyPurpose purpose) {
        return decrypts.computeIfAbsent(
                new Key(day, purpose),
                key -> keyStore.privateKey(day, purpose)
                        .map(privateKey -> {
                            try {
                                return HpkeDecrypt.create(privateKey);
                            } catch (GeneralSecurityException broken) {
                                throw new IllegalStateException("unusable key of " + day, broken);
                            }
                        })
                        .orElse(null));
    }
}
