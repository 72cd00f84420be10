package mica.office.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time codes (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator app knows them. */
public final class OneTimeCodes {

    public static final int STEP_SECONDS = 30;
    /** RFC 6238, 5.2: one step of delay is allowed for, and one for a phone whose clock runs ahead. */
    private static final int STEPS_AROUND = 1;

    private static final int DIGITS = 6;
    /** Of Base32 (RFC 4648, 6), in which authenticator apps take secrets. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int BITS_A_LETTER = 5;
    private static final int SECRET_LETTERS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimeCodes() {}

    /** 160 bits in Base32, as RFC 4226, 4 recommends. */
    public static String randomSecret() {
        StringBuilder secret = new StringBuilder(SECRET_LETTERS);
        while (secret.length() < SECRET_LETTERS) {
            secret.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }

    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    }

    public static String code(String secret, long step) {
        return code(octets(secret), step, DIGITS);
    }

    /** HOTP of a counter (RFC 4226, 5.3): four octets of the HMAC, from where its last half octet says. */
    public static String code(byte[] secret, long counter, int digits) {
        byte[] hash;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        int offset = hash[hash.length - 1] & 0xF;
        int truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7FFF_FFFF;
        return String.format(Locale.ROOT, "%0" + digits + "d", truncated % (int) Math.pow(10, digits));
    }

    /** @throws IllegalStateException when a stored secret is not Base32 */
    private static byte[] octets(String secret) {
        String letters = secret.toUpperCase(Locale.ROOT).replace("=", "");
        ByteBuffer octets = ByteBuffer.allocate(letters.length() * BITS_A_LETTER / Byte.SIZE);
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = LETTERS.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new IllegalStateException("unusable secret of one-time codes");
            }
            buffer = (buffer << BITS_A_LETTER | value) & 0xFFF;
            bits += BITS_A_LETTER;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                octets.put((byte) (buffer >> bits));
            }
        }
        return octets.array();
    }

    /** The step a code belongs to, if it is one of those around now. */
    public static OptionalLong stepOf(String code, String secret, Instant now) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        for (long step = step(now) - STEPS_AROUND; step <= step(now) + STEPS_AROUND; step++) {
            if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), typed)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }
}
