package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.LinkToken;

/**
 * What the office derives from its lasting secrets and the days' masks: the tokens of mailed links, the tags that tell
 * whether two visits were one person's, and the sealing of small secrets at rest. Threads may share it.
 *
 * <p>A tag is HMAC-SHA256 of the address, cut to 16 octets, under a lasting secret; stored is the tag XOR a pad of the
 * visit's own, derived from the day's mask. So rows of a database dump cannot be linked, people can be counted exactly
 * over days and venues in the office's memory, and with the day's mask destroyed the stored tags are noise (ADR 5).
 */
public final class Secrets {

    private static final int TAG = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyStore keyStore;
    private final byte[] linkSecret;
    private final byte[] tagSecret;
    private final byte[] atRestSecret;
    private final Map<LocalDate, byte[]> masks = new ConcurrentHashMap<>();

    public Secrets(KeyStore keyStore) {
        this.keyStore = keyStore;
        this.linkSecret = keyStore.secret("links");
        this.tagSecret = keyStore.secret("tags");
        this.atRestSecret = keyStore.secret("at-rest");
    }

    /** The token in the links of a visit's mail; the same each time it is asked for. */
    public LinkToken linkOf(UUID visit) {
        return new LinkToken(Arrays.copyOf(hmac(linkSecret, octets(visit)), 20));
    }

    /** The tag of an address as a visit's row keeps it. @throws IllegalStateException when the day has no keys */
    public byte[] maskedTag(EmailAddress address, LocalDate day, UUID visit) {
        byte[] tag = Arrays.copyOf(hmac(tagSecret, address.identity().getBytes(StandardCharsets.US_ASCII)), TAG);
        return xor(tag, pad(day, visit).orElseThrow(() -> new IllegalStateException("no mask for " + day)));
    }

    /** The tag behind a stored one: equal for equal people. Empty when the day's keys are gone. */
    public Optional<PersonTag> tag(byte[] maskedTag, LocalDate day, UUID visit) {
        return pad(day, visit).map(pad -> PersonTag.of(xor(maskedTag, pad)));
    }

    /** The tag of a known address, to compare with those of visits. */
    public PersonTag tag(EmailAddress address) {
        return PersonTag.of(hmac(tagSecret, address.identity().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Seals a small secret, such as one of TOTP, for keeping in the database. AES-256-GCM. */
    public byte[] seal(byte[] secret) {
        byte[] nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
            return ByteBuffer.allocate(12 + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** @throws IllegalStateException when it was sealed elsewhere or changed */
    public byte[] open(byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, 12)).doFinal(sealed, 12, sealed.length - 12);
        } catch (GeneralSecurityException foreign) {
            throw new IllegalStateException("sealed by another installation, or changed", foreign);
        }
    }

    /** Forgets the mask of a day, after it was destroyed. */
    public void forget(LocalDate day) {
        masks.remove(day);
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(atRestSecret, "AES"), new GCMParameterSpec(128, nonce));
        return cipher;
    }

    private Optional<byte[]> pad(LocalDate day, UUID visit) {
        byte[] mask = masks.computeIfAbsent(day, d -> keyStore.mask(d).orElse(new byte[0]));
        if (mask.length == 0) {
            masks.remove(day);
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(hmac(mask, octets(visit)), TAG));
    }

    private static byte[] octets(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[TAG];
        for (int i = 0; i < TAG; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
