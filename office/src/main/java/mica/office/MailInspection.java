package mica.office;

import java.util.List;
import mica.office.keys.KeyStore;
import mica.office.mailcheck.MailCheck;
import mica.office.mailcheck.MailFinding;
import mica.office.mailcheck.TextRecords;
import mica.office.message.MailSender;

/** The check of everything mail needs outside this program, by the office's own configuration. Opens no database. */
public final class MailInspection {

    private MailInspection() {}

    public static List<MailFinding> of(OfficeConfiguration configuration, TextRecords records) {
        MailSender sender = configuration.mail().sender();
        KeyStore keys = KeyStore.open(configuration.keys(), configuration.keysPassphrase());
        return new MailCheck(records)
                .run(
                        sender.from().domain(),
                        sender.returnPath().domain(),
                        OfficeMail.dkimKeys(configuration.mail(), keys),
                        configuration.relays());
    }
}
