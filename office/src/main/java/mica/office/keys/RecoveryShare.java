package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One of the three shares of a recovery key, as it stands on a sheet of paper: five lines to type. The first says version,
 * number, ceremony and a checksum of the whole; the others hold the share. Never shows itself.
 *
 * @param ceremony which one, drawn at random
 * @param number 1 to 3
 * @param octets 32
 */
public record RecoveryShare(int ceremony, int number, byte[] octets) {

    /** Lines of a sheet. */
    public static final int LINES = 5;

    static final byte VERSION = 1;
    private static final int CHECKSUM = 2;

    public RecoveryShare {
        if (number < 1 || number > Shamir.SHARES || octets.length != MasterKey.LENGTH) {
            throw new IllegalArgumentException("not a share");
        }
    }

    /** Each of four groups of four letters. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(ShareLetters.write(1, 0, head()));
        for (int line = 2; line <= LINES; line++) {
            int from = (line - 2) * ShareLetters.OCTETS;
            lines.add(ShareLetters.write(
                    line, salt(ceremony, number), Arrays.copyOfRange(octets, from, from + ShareLetters.OCTETS)));
        }
        return lines;
    }

    /** The ceremony's name, as sheets show it. */
    public String ceremonyName() {
        return ShareLetters.name(ceremony);
    }

    byte[] head() {
        return ByteBuffer.allocate(ShareLetters.OCTETS)
                .put(VERSION)
                .put((byte) number)
                .putInt(ceremony)
                .put(checksum(ceremony, number, octets))
                .array();
    }

    static byte[] checksum(int ceremony, int number, byte[] octets) {
        return Arrays.copyOf(sha256("mica share", ceremony, number, octets), CHECKSUM);
    }

    /** What the lines of one sheet have in common, so that another sheet's line is noticed. */
    static int salt(int ceremony, int number) {
        return ByteBuffer.wrap(sha256("mica sheet", ceremony, number, new byte[0]))
                .getInt();
    }

    private static byte[] sha256(String label, int ceremony, int number, byte[] octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(label.getBytes(StandardCharsets.US_ASCII));
            digest.update(
                    ByteBuffer.allocate(5).putInt(ceremony).put((byte) number).array());
            return digest.digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecoveryShare share
                && ceremony == share.ceremony
                && number == share.number
                && MessageDigest.isEqual(octets, share.octets);
    }

    @Override
    public int hashCode() {
        return 31 * ceremony + number;
    }

    @Override
    public String toString() {
        return "RecoveryShare[" + ceremonyName() + " " + number + "]";
    }
}
