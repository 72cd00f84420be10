package mica.office.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in the ledger, whatever was done to it: names and facts are as stored.
 *
 * @param facts by their keys
 */
record Chained(
        long number,
        Instant at,
        String event,
        @Nullable UUID officer,
        SortedMap<String, String> facts,
        byte[] previousHash,
        byte[] hash) {

    private static final int VERSION = 1;

    Chained {
        facts = new TreeMap<>(facts);
    }

    /** The octets whose SHA-256 is the entry's hash; docs/security.md has them one by one. */
    byte[] canonical() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeLong(number);
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, at));
            write(out, event);
            if (officer == null) {
                out.writeByte(0);
            } else {
                out.writeByte(16);
                out.writeLong(officer.getMostSignificantBits());
                out.writeLong(officer.getLeastSignificantBits());
            }
            out.writeShort(facts.size());
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                write(out, fact.getKey());
                write(out, fact.getValue());
            }
            out.write(previousHash);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(octets.length);
        out.write(octets);
    }

    /** What the hash must be. */
    byte[] recomputedHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(canonical());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
