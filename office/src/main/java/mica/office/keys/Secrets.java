package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.Padding;
import mica.exchange.venue.SpotCode;

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
    private static final int NONCE = 12;
    private static final byte[] NOTHING = new byte[0];

    /** No visit's id has this length, so its pad is never this key. */
    private static final byte[] DAY_KEY = "mica day key".getBytes(StandardCharsets.US_ASCII);

    /** One a thread: asking the providers costs more than what is hashed. Each use begins with a key of its own. */
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Secrets::mac);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyStore keyStore;
    private final byte[] linkSecret;
    private final byte[] tagSecret;
    private final byte[] atRestSecret;
    private final byte[] returnSecret;
    private final Map<LocalDate, byte[]> masks = new ConcurrentHashMap<>();

    public Secrets(KeyStore keyStore) {
        this.keyStore = keyStore;
        this.linkSecret = keyStore.secret("links");
        this.tagSecret = keyStore.secret("tags");
        this.atRestSecret = keyStore.secret("at-rest");
        this.returnSecret = keyStore.secret("returns");
    }

    /**
     * The token of the link that erases a visit, and of which {@link LinkToken#confirming} makes the one that confirms it;
     * the same each time it is asked for.
     */
    public LinkToken linkOf(UUID visit) {
        return new LinkToken(Arrays.copyOf(hmac(linkSecret, octets(visit)), 20));
    }

    /** HMAC-SHA256 under the secret of return paths; see {@link mica.office.message.ReturnPaths}. */
    public byte[] returnMac(byte[] content) {
        return hmac(returnSecret, content);
    }

    /**
     * A number for a person within a day: the same for the same person that day, unlike any of another day, and noise once
     * the day's keys are destroyed. Empty when they are.
     */
    public Optional<UUID> numberOfDay(LocalDate day, PersonTag person) {
        return dayKey(day).map(key -> {
            ByteBuffer number = ByteBuffer.wrap(hmac(key, person.octets()));
            return new UUID(number.getLong(), number.getLong());
        });
    }

    /**
     * Numbers for a person at a spot within stretches of time: the same for the same within a day, unlike any other, and
     * noise once the day's keys are destroyed.
     *
     * @param stretches by any count of them
     * @throws IllegalStateException when the day has no keys
     */
    public List<byte[]> doorTags(LocalDate day, SpotCode spot, PersonTag person, long... stretches) {
        byte[] key = dayKey(day).orElseThrow(() -> new IllegalStateException("no mask for " + day));
        byte[] code = spot.value().getBytes(StandardCharsets.US_ASCII);
        return LongStream.of(stretches)
                .mapToObj(stretch -> ByteBuffer.allocate(code.length + TAG + Long.BYTES)
                        .put(code)
                        .put(person.octets())
                        .putLong(stretch)
                        .array())
                .map(content -> Arrays.copyOf(hmac(key, content), TAG))
                .toList();
    }

    /** A person's tag as a row of a day keeps it, masked under the row's own id. */
    public byte[] maskedTag(PersonTag person, LocalDate day, UUID id) {
        return xor(person.octets(), pad(day, id).orElseThrow(() -> new IllegalStateException("no mask for " + day)));
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
        keyStore.ensureDay(day);
        return seal(dayKey(day).orElseThrow(), Padding.pad(content), associated);
    }

    /** What was sealed for a day; empty when its keys are gone or it was changed. */
    public Optional<byte[]> openOfDay(LocalDate day, byte[] sealed, byte[] associated) {
        return dayKey(day).flatMap(key -> open(key, sealed, associated)).map(Padding::strip);
    }

    /** Whether the keys are there that open what notices of a day need. */
    public boolean opens(LocalDate day) {
        return keyStore.opens(day);
    }

    /** Forgets the mask of a day, after it was destroyed. */
    public void forget(LocalDate day) {
        masks.remove(day);
    }

    private Optional<byte[]> pad(LocalDate day, UUID visit) {
        return mask(day).map(mask -> Arrays.copyOf(hmac(mask, octets(visit)), TAG));
    }

    private Optional<byte[]> dayKey(LocalDate day) {
        return mask(day).map(mask -> hmac(mask, DAY_KEY));
    }

    private Optional<byte[]> mask(LocalDate day) {
        byte[] mask = masks.computeIfAbsent(day, d -> keyStore.mask(d).orElse(NOTHING));
        if (mask.length == 0) {
            masks.remove(day);
            return Optional.empty();
        }
        return Optional.of(mask);
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

    private static Mac mac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = MACS.get();
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
