package mica.office.erasure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was erased of a day: never whom or where. Signed as JSON; fields may be added under a new version, and a
 * certificate of an old one stays as it was signed.
 *
 * @param erased how many rows of each kind
 */
public record Certificate(
        int version,
        String authority,
        String service,
        LocalDate day,
        CertifiedRule rule,
        Steps steps,
        List<CertifiedKey> keys,
        SortedMap<String, Long> erased,
        List<Held> holds) {

    static final int VERSION = 1;

    public Certificate {
        keys = List.copyOf(keys);
        holds = List.copyOf(holds);
        erased = new TreeMap<>(erased);
    }

    /** The retention under which the day was due. */
    public record CertifiedRule(int retentionDays, int legalMaximumDays, String legalSource) {}

    /** When each step was done. */
    public record Steps(Instant due, Instant keysDestroyed, Instant detached, Instant dropped, Instant certified) {}

    /** A destroyed key. @param fingerprint SHA-256 of its public half, hexadecimal */
    public record CertifiedKey(String purpose, String fingerprint, Instant destroyed) {}

    /** A legal hold that kept the day meanwhile. */
    public record Held(
            UUID hold,
            String reason,
            Instant from,
            @Nullable Instant until) {}

    /** How many visits the day still had. */
    public long visits() {
        return erased.getOrDefault("visits", 0L);
    }
}
