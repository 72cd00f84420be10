package mica.office.message;

import java.util.Locale;
import java.util.Set;

/**
 * How this installation's mails look to mail servers.
 *
 * @param iso2022JpDomains recipients' domains, in small letters, whose mails are written in ISO-2022-JP where that loses
 *     nothing; a domain stands for those below it too
 */
public record MailStyle(
        MailSender sender, ReturnPaths returnPaths, MessageSigner signer, Set<String> iso2022JpDomains) {

    /** Unsigned, in UTF-8, with one return path. */
    public static MailStyle plain(MailSender sender) {
        return new MailStyle(sender, ReturnPaths.fixed(sender.returnPath()), MessageSigner.NONE, Set.of());
    }

    boolean prefersIso2022Jp(String domain) {
        String rest = domain.toLowerCase(Locale.ROOT);
        while (!iso2022JpDomains.isEmpty()) {
            if (iso2022JpDomains.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return false;
            }
            rest = rest.substring(dot + 1);
        }
        return false;
    }
}
