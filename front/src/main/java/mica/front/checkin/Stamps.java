package mica.front.checkin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.venue.SpotCode;

/**
 * Proves on an accepted screen that a check-in happened at a spot at a time, without keeping anything: the time and a
 * MAC over spot and time. Threads may share it.
 */
final class Stamps {

    private static final int TIME = 8;
    private static final int PROOF = 16;

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
    String acceptedScreen(SpotCode spot, Instant at) {
        return "/" + spot + "/accepted/" + stamp(spot, at);
    }

    private String stamp(SpotCode spot, Instant at) {
        byte[] time = ByteBuffer.allocate(TIME).putLong(at.toEpochMilli()).array();
        byte[] stamp = ByteBuffer.allocate(TIME + PROOF)
                .put(time)
                .put(proof(spot, time))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(stamp);
    }

    /** The time of a stamp; empty when it is not ours or belongs to another spot. */
    Optional<Instant> read(SpotCode spot, String stamp) {
        if (stamp.length() != 32) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(stamp);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
        byte[] time = Arrays.copyOf(bytes, TIME);
        return MessageDigest.isEqual(proof(spot, time), Arrays.copyOfRange(bytes, TIME, TIME + PROOF))
                ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(time).getLong()))
                : Optional.empty();
    }

    private byte[] proof(SpotCode spot, byte[] time) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(spot.value().getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(mac.doFinal(time), PROOF);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
