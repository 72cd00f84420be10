package mica.front;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import mica.exchange.seal.OfficeKey;
import mica.program.settings.DatabaseSettings;
import mica.program.settings.Default;
import mica.program.settings.HostAddresses;
import mica.program.settings.Settings;
import mica.program.settings.SettingsException;
import mica.web.OwnAddresses;

/**
 * The settings of the public web server.
 *
 * @param publicAddress the addresses under which visitors reach the site, with commas between, beside the one that the
 *     office publishes; bare names are those under which a proxy asks for it
 * @param officeKey the office's signing key as {@code mica keys show} prints it; two with a comma during a change-over
 * @param stampKey 64 hexadecimal digits, the same for all fronts of an installation: it marks accepted screens as
 *     genuine; empty draws one at the start, which is right for a single front
 * @param overwriteInterval how often free memory is overwritten if the front was used; zero for never
 */
public record FrontSettings(
        @Default("127.0.0.1") String host,
        @Default("8080") int port,
        @Default("") String publicAddress,
        String officeKey,
        @Default("") String stampKey,
        @Default("PT30S") Duration overwriteInterval,
        DatabaseSettings exchange) {

    public static final Settings.Zone<FrontSettings> ZONE = new Settings.Zone<>("front", FrontSettings.class);

    /** @throws SettingsException when one is none */
    public OwnAddresses addresses() {
        return HostAddresses.read("front.public-address", publicAddress);
    }

    /** @throws SettingsException when it is no such key, or more than two */
    public List<OfficeKey> officeKeys() {
        String[] lines = officeKey.split(",", -1);
        if (lines.length > 2) {
            throw new SettingsException("setting front.office-key names more than two keys");
        }
        return Arrays.stream(lines)
                .map(line -> OfficeKey.read(line)
                        .orElseThrow(() -> new SettingsException(
                                "setting front.office-key is no signing key of an office; `mica keys show` prints it")))
                .toList();
    }
}
