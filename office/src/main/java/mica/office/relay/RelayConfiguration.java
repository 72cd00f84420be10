package mica.office.relay;

import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the mail relay is and how to talk to it.
 *
 * @param user null when the relay asks for no sign-in
 * @param heloName how this installation names itself, such as {@code mica.pref.example.jp}
 * @param connectTimeout for the connection alone
 * @param replyTimeout for each reply, the TLS handshake and each write (RFC 5321, 4.5.3.2, allows up to five minutes)
 * @param acceptTimeout for the reply to the final dot; too short a one makes doubles (RFC 5321, 4.5.3.2.6: ten minutes)
 */
public record RelayConfiguration(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        String heloName,
        Duration connectTimeout,
        Duration replyTimeout,
        Duration acceptTimeout) {

    /** How the connection is kept from other eyes. With TLS, certificate and host name are always checked. */
    public enum Security {
        NONE,
        /** TLS when offered; a password is never sent without it. */
        STARTTLS_IF_OFFERED,
        /** TLS or nothing. */
        STARTTLS,
        /** TLS from the first octet, mostly on port 465. */
        TLS
    }

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\-\\[\\]]{1,255}");

    public RelayConfiguration {
        if (!HOST.matcher(host).matches() || !HOST.matcher(heloName).matches()) {
            throw new IllegalArgumentException("relay host and name must be host names or addresses");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + port);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("relay user and password belong together");
        }
    }

    /** A relay without TLS and sign-in, with the usual timeouts: ten seconds, a minute, ten minutes. */
    public static RelayConfiguration plain(String host, int port, String heloName) {
        return new RelayConfiguration(
                host,
                port,
                Security.NONE,
                null,
                null,
                heloName,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10));
    }

    Duration shortestTimeout() {
        return Stream.of(connectTimeout, replyTimeout, acceptTimeout)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "RelayConfiguration[" + host + ":" + port + " " + security + (user == null ? "" : " signed in") + "]";
    }
}
