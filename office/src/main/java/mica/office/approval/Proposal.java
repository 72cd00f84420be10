package mica.office.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * What waits for another officer's decision, as it is stored.
 *
 * @param hands everyone who had a hand in it
 * @param asked the hash of what the decision was asked for
 * @param content what would be decided on, in its canonical form: the same octets for the same content
 */
public record Proposal(UUID subject, Set<UUID> hands, String asked, String content) {

    public Proposal {
        hands = Set.copyOf(hands);
    }

    /** SHA-256 of a canonical form, in hexadecimal digits: what a decision is bound to, and what its form sends back. */
    public static String hash(String canonical) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether an officer saw what was asked for, and that is what is stored. @param seen the hash that came with their page */
    public boolean isWhatWasSeen(String seen) {
        return seen.equals(asked) && seen.equals(hash(content));
    }
}
