package mica.office.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** The beginning of a session: banner, EHLO, STARTTLS (RFC 3207), AUTH (RFC 4954). */
final class Greeting {

    /** What the relay can do: extension keywords with their parameters. */
    record Offers(Map<String, String> extensions) {

        static final Offers NONE = new Offers(Map.of());

        static Offers of(Reply reply) {
            Map<String, String> extensions = new HashMap<>();
            reply.text().lines().skip(1).forEach(line -> {
                String[] words = line.strip().split("[ =]", 2);
                extensions.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
            });
            return new Offers(extensions);
        }

        boolean has(String extension) {
            return extensions.containsKey(extension);
        }

        boolean hasMechanism(String mechanism) {
            String mechanisms = extensions.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT);
            return Set.of(mechanisms.split(" ")).contains(mechanism);
        }
    }

    private Greeting() {}

    static Offers exchange(SmtpConnection connection, RelayConfiguration configuration, SSLSocketFactory tls)
            throws IOException {
        boolean secure = configuration.security() == RelayConfiguration.Security.TLS;
        if (secure) {
            connection.secure(tls);
        }
        require(connection.readReply(), 220, "greeting");
        Offers offers = hello(connection, configuration);
        boolean wanted = configuration.security() == RelayConfiguration.Security.STARTTLS
                || (configuration.security() == RelayConfiguration.Security.STARTTLS_IF_OFFERED
                        && offers.has("STARTTLS"));
        if (wanted) {
            if (!offers.has("STARTTLS")) {
                throw new RelayFault("relay offers no TLS");
            }
            connection.send("STARTTLS");
            require(connection.readReply(), 220, "STARTTLS");
            connection.secure(tls);
            secure = true;
            offers = hello(connection, configuration);
        }
        String user = configuration.user();
        String password = configuration.password();
        if (user != null && password != null) {
            if (!secure && configuration.security() != RelayConfiguration.Security.NONE) {
                throw new RelayFault("no password without TLS");
            }
            signIn(connection, offers, user, password);
        }
        return offers;
    }

    private static Offers hello(SmtpConnection connection, RelayConfiguration configuration) throws IOException {
        connection.send("EHLO " + configuration.heloName());
        Reply reply = connection.readReply();
        if (reply.permanentFailure()) {
            connection.send("HELO " + configuration.heloName());
            require(connection.readReply(), 250, "HELO");
            return Offers.NONE;
        }
        require(reply, 250, "EHLO");
        return Offers.of(reply);
    }

    private static void signIn(SmtpConnection connection, Offers offers, String user, String password)
            throws IOException {
        if (offers.hasMechanism("PLAIN")) {
            connection.send("AUTH PLAIN " + base64("\0" + user + "\0" + password));
        } else if (offers.hasMechanism("LOGIN")) {
            connection.send("AUTH LOGIN");
            require(connection.readReply(), 334, "AUTH");
            connection.send(base64(user));
            require(connection.readReply(), 334, "AUTH");
            connection.send(base64(password));
        } else {
            throw new RelayFault("relay offers neither AUTH PLAIN nor LOGIN");
        }
        require(connection.readReply(), 235, "AUTH");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(Reply reply, int code, String step) throws RelayFault {
        if (reply.code() != code) {
            throw new RelayFault("relay answers " + reply + " to " + step);
        }
    }
}
