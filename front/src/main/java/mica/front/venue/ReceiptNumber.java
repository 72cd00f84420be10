package mica.front.venue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.Sha256;

/**
 * The number under which an applicant speaks of an application, such as {@code A-7K3M-92QX}: derived from the link, so
 * that it needs no counter and tells nothing of the link.
 */
final class ReceiptNumber {

    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private ReceiptNumber() {}

    static String of(LinkToken link) {
        MessageDigest digest = Sha256.ofThread();
        digest.update("receipt number".getBytes(StandardCharsets.US_ASCII));
        byte[] hash = digest.digest(link.bytes());
        StringBuilder number = new StringBuilder("A");
        for (int i = 0; i < 8; i++) {
            if (i % 4 == 0) {
                number.append('-');
            }
            number.append(LETTERS.charAt(Byte.toUnsignedInt(hash[i]) % LETTERS.length()));
        }
        return number.toString();
    }
}
