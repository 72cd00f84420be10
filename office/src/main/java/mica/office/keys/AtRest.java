package mica.office.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.seal.Padding;

/** The sealing of what lies in the office's database: small secrets for good, and what is kept for a day. Threads may share it. */
public final class AtRest {

    private static final int NONCE = 12;
    private static final byte[] NOTHING = new byte[0];
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] atRestSecret;
    private final DayMasks masks;

    AtRest(KeyStore keys, DayMasks masks) {
        this.atRestSecret = keys.secret("at-rest");
        this.masks = masks;
    }

    /** Seals a small secret, such as one of TOTP, for keeping in the database. */
    public byte[] seal(byte[] secret) {
        return seal(atRestSecret, secret, NOTHING);
    }

    /** @throws IllegalStateException when it was sealed elsewhere or changed */
    public byte[] open(byte[] sealed) {
        return open(atRestSecret, sealed, NOTHING)
                .orElseThrow(() -> new IllegalStateException("sealed by another installation, or changed"));
    }

    /**
     * Seals what the office itself keeps for a day, such as the recipient of a mail in its queue: noise once the day's
     * keys are destroyed.
     *
     * @param content at most {@link Padding#LONGEST} octets
     */
    public byte[] sealForDay(LocalDate day, byte[] content, byte[] associated) {
        return seal(masks.ensuredKey(day), Padding.pad(content), associated);
    }

    /** What was sealed for a day; empty when its keys are gone or it was changed. */
    public Optional<byte[]> openOfDay(LocalDate day, byte[] sealed, byte[] associated) {
        return masks.key(day).flatMap(key -> open(key, sealed, associated)).map(Padding::strip);
    }

    /** Whether the keys of a day are there. */
    public boolean opens(LocalDate day) {
        return masks.opens(day);
    }

    /** AES-256-GCM: nonce (12), sealed content. */
    private static byte[] seal(byte[] key, byte[] content, byte[] associated) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
            byte[] sealed = cipher.doFinal(content);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Optional<byte[]> open(byte[] key, byte[] sealed, byte[] associated) {
        if (sealed.length < NONCE) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE), associated);
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (GeneralSecurityException foreign) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
