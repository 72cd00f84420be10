package mica.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.app.settings.MailSettings;
import mica.app.settings.OfficeSettings;
import mica.program.settings.SettingsException;
import mica.exchange.address.EmailAddress;
import mica.exchange.file.OpenToOthersException;
import mica.office.MailConfiguration;
import mica.office.dkim.DkimKey;
import mica.office.message.MailSender;
import mica.office.message.ReturnPaths;

/** Makes of the settings how mails look and come back. */
final class MailConfigurations {

    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9-]{1,63}\\.)*[a-z0-9-]{1,63}");
    private static final String KEY_FOLDER = "key-folder";

    private MailConfigurations() {}

    /** @throws SettingsException when something is not what it should be */
    static MailConfiguration of(OfficeSettings settings) {
        MailSettings mail = settings.mail();
        EmailAddress from = address("office.mail.sender", mail.sender());
        boolean own = !mail.returnPath().isEmpty();
        if (settings.bouncesPort() != 0 && !own) {
            throw new SettingsException("setting office.bounces-port needs office.mail.return-path");
        }
        if (settings.bouncesPort() < 0 || settings.bouncesPort() > 65_535) {
            throw new SettingsException("setting office.bounces-port is no port: " + settings.bouncesPort());
        }
        return new MailConfiguration(
                new MailSender(from, own ? returnPath(mail.returnPath()) : from, null),
                own,
                dkim(mail.dkim()),
                domains(mail.iso2022JpDomains()),
                settings.bouncesPort() == 0
                        ? null
                        : new InetSocketAddress(settings.bouncesHost(), settings.bouncesPort()));
    }

    private static EmailAddress address(String key, String text) {
        return switch (EmailAddress.parse(text)) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address();
            case EmailAddress.Outcome.Refused refused ->
                throw new SettingsException("setting " + key + " is no address: " + refused.reason());
        };
    }

    private static EmailAddress returnPath(String setting) {
        EmailAddress base = address("office.mail.return-path", setting);
        try {
            ReturnPaths.keyed(base, content -> content);
        } catch (IllegalArgumentException tooLong) {
            throw new SettingsException("setting office.mail.return-path: " + tooLong.getMessage());
        }
        return base;
    }

    private static List<MailConfiguration.Signature> dkim(String setting) {
        return items(setting)
                .map(item -> {
                    int colon = item.indexOf(':');
                    if (colon < 1 || colon == item.length() - 1) {
                        throw new SettingsException("setting office.mail.dkim is not SELECTOR:FILE or SELECTOR:"
                                + KEY_FOLDER + ", with commas between");
                    }
                    return signature(item.substring(0, colon), item.substring(colon + 1));
                })
                .toList();
    }

    /** Read once, so that a key that cannot be used refuses the start. */
    private static MailConfiguration.Signature signature(String selector, String source) {
        if (!DkimKey.isSelector(selector)) {
            throw new SettingsException(
                    "setting office.mail.dkim: " + selector + " is no selector: small letters, digits, hyphens");
        }
        if (source.equals(KEY_FOLDER)) {
            return new MailConfiguration.Signature(selector, null);
        }
        try {
            DkimKey.read(selector, Path.of(source));
        } catch (OpenToOthersException open) {
            throw new SettingsException("setting office.mail.dkim: " + open.getMessage());
        } catch (IOException unreadable) {
            throw new SettingsException("setting office.mail.dkim: cannot read " + source);
        } catch (IllegalArgumentException unusable) {
            throw new SettingsException("setting office.mail.dkim: in " + source + " is " + unusable.getMessage());
        }
        return new MailConfiguration.Signature(selector, Path.of(source));
    }

    private static Set<String> domains(String setting) {
        return items(setting)
                .map(item -> item.toLowerCase(Locale.ROOT))
                .peek(item -> {
                    if (!DOMAIN.matcher(item).matches()) {
                        throw new SettingsException("setting office.mail.iso2022-jp-domains has no domain in " + item);
                    }
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> items(String setting) {
        return Arrays.stream(setting.split(",")).map(String::strip).filter(item -> !item.isEmpty());
    }
}
