package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import mica.exchange.address.EmailAddress;
import mica.exchange.venue.SpotCode;

/**
 * The tags that tell whether two visits were one person's. Threads may share it.
 *
 * <p>A tag is HMAC-SHA256 of the address, cut to 16 octets, under a lasting secret; stored is the tag XOR a pad of the
 * visit's own, derived from the day's mask. So rows of a database dump cannot be linked, people can be counted exactly
 * over days and venues in the office's memory, and with the day's mask destroyed the stored tags are noise (ADR 5).
 */
public final class PersonTags {

    static final int TAG = 16;

    private final byte[] tagSecret;
    private final DayMasks masks;

    PersonTags(KeyStore keys, DayMasks masks) {
        this.tagSecret = keys.secret("tags");
        this.masks = masks;
    }

    /**
     * A number for a person within a day: the same for the same person that day, unlike any of another day, and noise once
     * the day's keys are destroyed. Empty when they are.
     */
    public Optional<UUID> numberOfDay(LocalDate day, PersonTag person) {
        return masks.key(day).map(key -> {
            ByteBuffer number = ByteBuffer.wrap(Hmac.of(key, person.octets()));
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
        byte[] key = masks.key(day).orElseThrow(() -> new IllegalStateException("no mask for " + day));
        byte[] code = spot.value().getBytes(StandardCharsets.US_ASCII);
        return LongStream.of(stretches)
                .mapToObj(stretch -> ByteBuffer.allocate(code.length + TAG + Long.BYTES)
                        .put(code)
                        .put(person.octets())
                        .putLong(stretch)
                        .array())
                .map(content -> Arrays.copyOf(Hmac.of(key, content), TAG))
                .toList();
    }

    /** A person's tag as a row of a day keeps it, masked under the row's own id. */
    public byte[] maskedTag(PersonTag person, LocalDate day, UUID id) {
        return xor(
                person.octets(), masks.pad(day, id).orElseThrow(() -> new IllegalStateException("no mask for " + day)));
    }

    /** The tag of an address as a visit's row keeps it. @throws IllegalStateException when the day has no keys */
    public byte[] maskedTag(EmailAddress address, LocalDate day, UUID visit) {
        byte[] tag = Arrays.copyOf(Hmac.of(tagSecret, address.identity().getBytes(StandardCharsets.US_ASCII)), TAG);
        return xor(tag, masks.pad(day, visit).orElseThrow(() -> new IllegalStateException("no mask for " + day)));
    }

    /** The tag behind a stored one: equal for equal people. Empty when the day's keys are gone. */
    public Optional<PersonTag> tag(byte[] maskedTag, LocalDate day, UUID visit) {
        return masks.pad(day, visit).map(pad -> PersonTag.of(xor(maskedTag, pad)));
    }

    /** The tag of a known address, to compare with those of visits. */
    public PersonTag tag(EmailAddress address) {
        return PersonTag.of(Hmac.of(tagSecret, address.identity().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whether the keys are there that open what notices of a day need. */
    public boolean opens(LocalDate day) {
        return masks.opens(day);
    }

    void forget(LocalDate day) {
        masks.forget(day);
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[TAG];
        for (int i = 0; i < TAG; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }
}
