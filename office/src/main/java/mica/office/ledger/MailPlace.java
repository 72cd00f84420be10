package mica.office.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;
import mica.office.door.MailQueue;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A mailbox outside, such as the auditors'. At most one mail an hour. For one thread. */
final class MailPlace implements SecondPlace {

    private static final Duration BETWEEN = Duration.ofHours(1);

    private final Jdbi office;
    private final MailQueue mails;
    private final EmailAddress to;
    private @Nullable Instant last;

    MailPlace(Jdbi office, MailQueue mails, EmailAddress to) {
        this.office = office;
        this.mails = mails;
        this.to = to;
    }

    @Override
    public void write(SignedHead newest, Earlier earlier) {
        Instant mailed = last;
        if (mailed != null && newest.signedAt().isBefore(mailed.plus(BETWEEN))) {
            return;
        }
        office.useTransaction(tx -> mails.add(tx, to, HeadMail.KIND, Language.JA, Map.of("line", newest.line())));
        last = newest.signedAt();
    }
}
