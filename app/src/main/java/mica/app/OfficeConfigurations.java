package mica.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import mica.app.settings.MailSettings;
import mica.app.settings.OfficeSettings;
import mica.program.settings.SettingsException;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.file.OwnersAlone;
import mica.office.OfficeConfiguration;
import mica.office.ledger.LedgerCopy;
import mica.office.notice.NoticeConfiguration;
import mica.office.service.ServiceFile;

/** Makes the office's configuration of its settings. */
final class OfficeConfigurations {

    private static final Pattern PUBLIC_ADDRESS =
            Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[A-Za-z0-9._~/-]*)?");

    private OfficeConfigurations() {}

    /** @throws SettingsException when the service's file is missing or wrong, or an address is none */
    static OfficeConfiguration of(OfficeSettings settings) {
        ServiceFacts service = service(settings.service());
        MailSettings mail = settings.mail();
        String helo =
                mail.heloName().isEmpty() ? URI.create(service.publicUrl()).getHost() : mail.heloName();
        return new OfficeConfiguration(
                OfficeConfiguration.console(settings.host(), settings.port()).withAddresses(settings.addresses()),
                settings.https(),
                settings.keys(),
                settings.passphrase(),
                settings.work(),
                ledgerCopy(settings.ledgerCopy()),
                settings.exchange().configuration(),
                settings.frontRole(),
                settings.database().configuration(),
                RelayConfigurations.of(mail, helo),
                MailConfigurations.of(settings),
                mail.doorSessions(),
                new NoticeConfiguration(
                        mail.noticeSessions(),
                        NoticeConfiguration.usual().sendFor(),
                        mail.noticeWindow(),
                        mail.noticeOpen(),
                        NoticeConfiguration.usual().part()),
                service);
    }

    private static LedgerCopy ledgerCopy(String setting) {
        try {
            LedgerCopy copy = LedgerCopy.read(setting);
            if (copy instanceof LedgerCopy.InFile(Path path)) {
                OwnersAlone.changeable(path).ifPresent(fault -> {
                    throw new SettingsException("setting office.ledger-copy: " + fault);
                });
            }
            return copy;
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("setting office.ledger-copy is " + wrong.getMessage());
        }
    }

    private static ServiceFacts usable(String file, ServiceFacts facts) {
        try {
            ZoneId.of(facts.timeZone());
        } catch (DateTimeException unknown) {
            throw new SettingsException("the service's file " + file + " names no time zone in timeZone: "
                    + facts.timeZone() + "; write one such as Asia/Tokyo");
        }
        if (!PUBLIC_ADDRESS.matcher(facts.publicUrl()).matches()) {
            throw new SettingsException("the service's file " + file + " names no public address in publicUrl: "
                    + facts.publicUrl() + "; write one such as https://mica.pref.example.jp");
        }
        return facts;
    }

    /** @throws SettingsException when the file is missing or wrong */
    static ServiceFacts service(String file) {
        if (file.isEmpty()) {
            return ServiceFile.miyagi();
        }
        try {
            return usable(file, ServiceFile.read(Path.of(file)));
        } catch (IOException unreadable) {
            throw new SettingsException("cannot read the service's file " + file);
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("the service's file " + file + " is " + wrong.getMessage());
        }
    }
}
