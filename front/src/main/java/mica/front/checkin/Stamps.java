package mica.front.checkin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.venue.SpotCode;

/**
 * Proves on an accepted screen that a check-in happened at a spot at a time, without keeping anything: the time, the number
 * under which the office tells of its mail, and a MAC over spot, time and number. Threads may share it.
 */
final class Stamps {

    private static final int OPEN = 8 + 16;
    private static final int PROOF = 16;
    private static final int LETTERS = (OPEN + PROOF) * 8 / 6 + 1;

    /** What a stamp says. */
    record Stamp(Instant at, UUID receipt) {}

    /** Cloned for each use, which spares looking for the algorithm and preparing the key. */
    private final Mac keyed;

    /** @param secret any octets; fronts behind one address share them, or each would refuse the other's screens */
    Stamps(byte[] secret) {
        try {
            this.keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The address of the screen that shows a check-in. */
    String acceptedScreen(SpotCode spot, Instant at, UUID receipt) {
        return "/" + spot + "/accepted/" + stamp(spot, new Stamp(at, receipt));
    }

    private String stamp(SpotCode spot, Stamp content) {
        byte[] open = ByteBuffer.allocate(OPEN)
                .putLong(content.at().toEpochMilli())
                .putLong(content.receipt().getMostSignificantBits())
                .putLong(content.receipt().getLeastSignificantBits())
                .array();
        byte[] stamp = ByteBuffer.allocate(OPEN + PROOF)
                .put(open)
                .put(proof(spot, open))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(stamp);
    }

    /** What a stamp says; empty when it is not ours or belongs to another spot. */
    Optional<Stamp> read(SpotCode spot, String stamp) {
        if (stamp.length() != LETTERS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(stamp);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
        byte[] open = Arrays.copyOf(bytes, OPEN);
        if (!MessageDigest.isEqual(proof(spot, open), Arrays.copyOfRange(bytes, OPEN, OPEN + PROOF))) {
            return Optional.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(open);
        return Optional.of(
                new Stamp(Instant.ofEpochMilli(content.getLong()), new UUID(content.getLong(), content.getLong())));
    }

    private byte[] proof(SpotCode spot, byte[] open) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(spot.value().getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(mac.doFinal(open), PROOF);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
