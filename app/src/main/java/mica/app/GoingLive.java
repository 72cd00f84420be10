package mica.app;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import mica.app.settings.OfficeSettings;
import mica.exchange.directory.ServiceFacts;

/** What an office would go live with though nobody has said so: values of the example, and what is left out. */
final class GoingLive {

    private GoingLive() {}

    /** A sentence each; empty when everything was said. */
    static List<String> unsaid(OfficeSettings settings, ServiceFacts service) {
        List<String> lines = new ArrayList<>();
        if (settings.service().isEmpty()) {
            lines.add("office.service is empty: this goes live as "
                    + service.in(service.name(), service.ownLanguage()) + " of "
                    + service.in(service.authority(), service.ownLanguage()) + ", telephone " + service.phone()
                    + ", mail " + service.email()
                    + ", at " + service.publicUrl() + "; name a file with your own facts");
        }
        if (isHere(service.publicUrl())) {
            lines.add("posters and mails lead to " + service.publicUrl()
                    + ", which nobody else can open; set publicUrl in the file of office.service");
        }
        if (service.demo()) {
            lines.add("every page says that this is a demonstration; set demo to false in the file of office.service");
        }
        if (isExample(settings.mail().sender())) {
            lines.add("mails come from " + settings.mail().sender() + ", a name for examples; set office.mail.sender");
        }
        if (settings.ledgerCopy().isEmpty()) {
            lines.add("the ledger has no second place, so that a restored or changed database is not noticed;"
                    + " set office.ledger-copy");
        }
        if (settings.mail().returnPath().isEmpty()) {
            lines.add("nobody reads the mails that come back; set office.mail.return-path and office.bounces-port");
        } else if (settings.bouncesPort() == 0) {
            lines.add("mails come back to " + settings.mail().returnPath()
                    + ", and this office does not listen for them; set office.bounces-port");
        }
        if (!settings.https() && !isLoopback(settings.host())) {
            lines.add("officers reach the console without HTTPS from other machines; set office.https to yes behind a"
                    + " proxy with TLS");
        }
        return lines;
    }

    private static boolean isHere(String address) {
        String host = URI.create(address).getHost();
        return host == null || isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            // Names are not looked up: a start must not wait for the DNS.
            return host.matches("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?")
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    /** RFC 2606 and 6761, and Japan's own. */
    private static boolean isExample(String address) {
        return address.matches("(?i).*[@.](example|example\\.(com|net|org|jp)|[a-z0-9-]+\\.example\\.jp|test|invalid)");
    }
}
