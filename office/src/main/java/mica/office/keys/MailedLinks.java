package mica.office.keys;

import java.util.Arrays;
import java.util.UUID;
import mica.exchange.envelope.LinkToken;

/** What comes back from mails: the tokens of links, and what proves a return path. Threads may share it. */
public final class MailedLinks {

    private static final int TOKEN = 20;

    private final byte[] linkSecret;
    private final byte[] returnSecret;

    MailedLinks(KeyStore keys) {
        this.linkSecret = keys.secret("links");
        this.returnSecret = keys.secret("returns");
    }

    /**
     * The token of the link that erases a visit, and of which {@link LinkToken#confirming} makes the one that confirms it;
     * the same each time it is asked for.
     */
    public LinkToken of(UUID visit) {
        return new LinkToken(Arrays.copyOf(Hmac.of(linkSecret, visit), TOKEN));
    }

    /** HMAC-SHA256 under the secret of return paths; see {@link mica.office.message.ReturnPaths}. */
    public byte[] returnMac(byte[] content) {
        return Hmac.of(returnSecret, content);
    }
}
