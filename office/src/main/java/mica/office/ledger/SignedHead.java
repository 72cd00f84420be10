package mica.office.ledger;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import mica.office.keys.LedgerKey;

/**
 * The number and hash of the ledger's last entry at a time, signed: who keeps it can tell later whether anything up to
 * there was changed. Number 0 stands for a ledger without entries.
 *
 * @param publicKey of the key it was signed with, 32 octets
 */
record SignedHead(long number, byte[] hash, Instant signedAt, byte[] publicKey, byte[] signature) {

    private static final String MARK = "mica-ledger-head";
    private static final int VERSION = 1;
    private static final HexFormat HEX = HexFormat.of();

    static SignedHead sign(long number, byte[] hash, Instant now, LedgerKey key) {
        Instant signedAt = now.truncatedTo(ChronoUnit.MICROS);
        return new SignedHead(number, hash, signedAt, key.publicKey(), key.sign(octets(number, hash, signedAt)));
    }

    /** What is signed: mark, version, number, time in microseconds since 1970, hash. */
    private static byte[] octets(long number, byte[] hash, Instant signedAt) {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(mark.length + 1 + 8 + 8 + hash.length)
                .put(mark)
                .put((byte) VERSION)
                .putLong(number)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, signedAt))
                .put(hash)
                .array();
    }

    /** Whether the signature is one of the key it names. */
    boolean isGenuine() {
        try {
            new Ed25519Verify(publicKey).verify(signature, octets(number, hash, signedAt));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return false;
        }
    }

    /** As one line, for the second place. */
    String line() {
        return String.join(
                " ",
                MARK,
                Integer.toString(VERSION),
                Long.toString(number),
                signedAt.toString(),
                HEX.formatHex(hash),
                HEX.formatHex(publicKey),
                HEX.formatHex(signature));
    }

    /** Empty when the line is none of ours. */
    static Optional<SignedHead> read(String line) {
        String[] parts = line.strip().split(" ", -1);
        if (parts.length != 7 || !parts[0].equals(MARK) || !parts[1].equals(Integer.toString(VERSION))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SignedHead(
                    Long.parseLong(parts[2]),
                    octets(parts[4], 32),
                    Instant.parse(parts[3]),
                    octets(parts[5], 32),
                    octets(parts[6], 64)));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] octets(String hex, int length) {
        byte[] octets = HEX.parseHex(hex);
        if (octets.length != length) {
            throw new IllegalArgumentException("length");
        }
        return octets;
    }
}
