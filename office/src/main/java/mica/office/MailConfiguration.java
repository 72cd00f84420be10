package mica.office;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mica.office.message.MailSender;
import org.jspecify.annotations.Nullable;

/**
 * What mails look like to mail servers, and how they come back.
 *
 * @param ownReturnPaths whether each mail has a return path of its own, behind that of the sender
 * @param dkim keys to sign with; none when the relay signs
 * @param iso2022JpDomains recipients' domains whose mails are written in ISO-2022-JP where that loses nothing
 * @param bounces where the relay hands over what came back; null for nowhere
 */
public record MailConfiguration(
        MailSender sender,
        boolean ownReturnPaths,
        List<Signature> dkim,
        Set<String> iso2022JpDomains,
        @Nullable InetSocketAddress bounces) {

    /** A DKIM key by its selector. @param file in PEM; null for the Ed25519 key of the key folder */
    public record Signature(String selector, @Nullable Path file) {}

    /** Neither signed nor taken back. */
    public static MailConfiguration plain(MailSender sender) {
        return new MailConfiguration(sender, false, List.of(), Set.of(), null);
    }
}
