package mica.office.keys;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The masks of days as they are used, and what is derived from them; nothing of a day whose keys are gone. Threads may share it. */
final class DayMasks {

    private static final byte[] NOTHING = new byte[0];

    /** No visit's id has this length, so its pad is never this key. */
    private static final byte[] DAY_KEY = "mica day key".getBytes(StandardCharsets.US_ASCII);

    private final KeyStore keys;
    private final Map<LocalDate, byte[]> masks = new ConcurrentHashMap<>();

    DayMasks(KeyStore keys) {
        this.keys = keys;
    }

    /** What a person's tag is masked with in a row. */
    Optional<byte[]> pad(LocalDate day, UUID row) {
        return mask(day).map(mask -> Arrays.copyOf(Hmac.of(mask, row), PersonTags.TAG));
    }

    /** The key of what the office itself keeps for a day. */
    Optional<byte[]> key(LocalDate day) {
        return mask(day).map(mask -> Hmac.of(mask, DAY_KEY));
    }

    /** Its key, made if the day has none yet. */
    byte[] ensuredKey(LocalDate day) {
        keys.ensureDay(day);
        return key(day).orElseThrow();
    }

    boolean opens(LocalDate day) {
        return keys.opens(day);
    }

    void forget(LocalDate day) {
        masks.remove(day);
    }

    private Optional<byte[]> mask(LocalDate day) {
        byte[] mask = masks.computeIfAbsent(day, d -> keys.mask(d).orElse(NOTHING));
        if (mask.length == 0) {
            masks.remove(day);
            return Optional.empty();
        }
        return Optional.of(mask);
    }
}
