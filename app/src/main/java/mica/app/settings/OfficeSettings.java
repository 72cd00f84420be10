package mica.app.settings;

import java.io.IOException;
import java.nio.file.Path;
import mica.exchange.file.OpenToOthersException;
import mica.office.keys.Passphrase;
import mica.program.settings.DatabaseSettings;
import mica.program.settings.Default;
import mica.program.settings.HostAddresses;
import mica.program.settings.Settings;
import mica.program.settings.SettingsException;
import mica.web.OwnAddresses;

/**
 * The settings of the office.
 *
 * @param publicAddress the addresses under which officers reach the console, with commas between; bare names are those
 *     under which a proxy asks for it; empty for this machine alone
 * @param https whether officers reach the console by HTTPS, through a proxy
 * @param keys folder of the private keys, outside every database and every database backup
 * @param keysPassphraseFile file whose first line opens the keys
 * @param keysPassphrase what opens the keys, for those who give it by the environment
 * @param service file with the facts of the service, JSON; empty for the one that comes with the program (Miyagi)
 * @param work folder for what is made and can be made again, such as the posters of an import
 * @param ledgerCopy the second place of the ledger's signed heads: a file, {@code syslog:HOST:PORT},
 *     {@code syslog+udp:HOST:PORT} or {@code mail:ADDRESS}; empty for none
 * @param bouncesHost address the listener for bounces listens on (LMTP)
 * @param bouncesPort its port; 0 for none
 * @param exchange as its owner
 * @param frontRole the database role of the front, which the migrations grant its rights
 */
public record OfficeSettings(
        @Default("127.0.0.1") String host,
        @Default("8081") int port,
        @Default("") String publicAddress,
        @Default("yes") boolean https,
        Path keys,
        @Default("") String keysPassphraseFile,
        @Default("") String keysPassphrase,
        @Default("work") Path work,
        @Default("") String ledgerCopy,
        @Default("") String service,
        @Default("127.0.0.1") String bouncesHost,
        @Default("0") int bouncesPort,
        DatabaseSettings exchange,
        @Default("mica_front") String frontRole,
        DatabaseSettings database,
        MailSettings mail) {

    public static final Settings.Zone<OfficeSettings> ZONE = new Settings.Zone<>("office", OfficeSettings.class);

    /** @throws SettingsException when one is none */
    public OwnAddresses addresses() {
        return HostAddresses.read("office.public-address", publicAddress);
    }

    /** @throws SettingsException when it is given in neither way or in both, or its file cannot be read */
    public Passphrase passphrase() {
        if (keysPassphraseFile.isEmpty() == keysPassphrase.isEmpty()) {
            throw new SettingsException(
                    keysPassphrase.isEmpty()
                            ? "missing setting office.keys-passphrase-file (or environment variable"
                                    + " MICA_OFFICE_KEYS_PASSPHRASE)"
                            : "settings office.keys-passphrase-file and office.keys-passphrase are both given");
        }
        if (!keysPassphrase.isEmpty()) {
            return new Passphrase(keysPassphrase);
        }
        try {
            return Passphrase.read(Path.of(keysPassphraseFile));
        } catch (OpenToOthersException open) {
            throw new SettingsException("setting office.keys-passphrase-file: " + open.getMessage());
        } catch (IOException unreadable) {
            throw new SettingsException("setting office.keys-passphrase-file: cannot read " + keysPassphraseFile + ": "
                    + unreadable.getMessage());
        }
    }

    /** Without the passphrase, so that it can be logged. */
    @Override
    public String toString() {
        return "OfficeSettings[" + host + ":" + port + ", keys in " + keys + ", " + exchange + ", " + database + "]";
    }
}
