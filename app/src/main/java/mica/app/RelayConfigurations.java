package mica.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.settings.MailSettings;
import mica.program.settings.SettingsException;
import mica.office.relay.RelayConfiguration;

/** Makes of the settings which relays there are. */
final class RelayConfigurations {

    private static final Pattern FURTHER = Pattern.compile("([^:/\\s]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})/([a-z-]+)");

    private RelayConfigurations() {}

    /** In the order of preference. @throws SettingsException when one is wrong */
    static List<RelayConfiguration> of(MailSettings mail, String helo) {
        List<RelayConfiguration> relays = new ArrayList<>();
        relays.add(relay("office.mail.host", mail, mail.host(), mail.port(), mail.security(), helo));
        for (String item : mail.furtherRelays().split(",")) {
            if (item.isBlank()) {
                continue;
            }
            Matcher parts = FURTHER.matcher(item.strip());
            if (!parts.matches()) {
                throw new SettingsException(
                        "setting office.mail.further-relays is not HOST:PORT/SECURITY, with commas between: " + item);
            }
            relays.add(relay(
                    "office.mail.further-relays",
                    mail,
                    parts.group(1),
                    Integer.parseInt(parts.group(2)),
                    security(parts.group(3)),
                    helo));
        }
        return relays;
    }

    private static RelayConfiguration.Security security(String word) {
        try {
            return RelayConfiguration.Security.valueOf(
                    word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new SettingsException(
                    "setting office.mail.further-relays knows none, starttls-if-offered, starttls and tls, not "
                            + word);
        }
    }

    /** The password goes to the relays that are reached by TLS, and to the first one as it is set. */
    private static RelayConfiguration relay(
            String key, MailSettings mail, String host, int port, RelayConfiguration.Security security, String helo) {
        boolean signsIn = !mail.user().isEmpty()
                && (key.equals("office.mail.host") || security != RelayConfiguration.Security.NONE);
        try {
            return new RelayConfiguration(
                    host,
                    port,
                    security,
                    signsIn ? mail.user() : null,
                    signsIn ? mail.password() : null,
                    helo,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("setting " + key + ": " + wrong.getMessage());
        }
    }
}
