package mica.office.mail;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;
import mica.office.day.DayRows;
import mica.office.day.VisitRows;
import mica.office.keys.Secrets;
import org.jdbi.v3.core.Handle;

/**
 * Where the office's features hand in mails of the door lane, within their own transaction: the mail goes out if and
 * only if what it tells was stored. Threads may share it.
 */
public final class MailQueue {

    private final Secrets secrets;
    private final InstantSource clock;
    private final ZoneId zone;
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();
    private final List<Consumer<Told>> tellers = new CopyOnWriteArrayList<>();

    public MailQueue(Secrets secrets, InstantSource clock, ZoneId zone) {
        this.secrets = secrets;
        this.clock = clock;
        this.zone = zone;
    }

    /** Hands in a mail to a known address, sealing it. */
    public void add(Handle tx, EmailAddress to, MailKind kind, Language language, Map<String, String> parameters) {
        UUID id = UUID.randomUUID();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        byte[] associated = id.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seal = secrets.sealForDay(today, to.wireForm().getBytes(StandardCharsets.US_ASCII), associated);
        add(
                tx,
                List.of(new QueuedMail(
                        id,
                        kind,
                        language,
                        parameters,
                        new QueuedMail.SealedRecipient(QueuedMail.SealedBy.OFFICE, today, associated, seal))));
    }

    /** Hands in mails whose recipients are already sealed. A mail handed in before is not handed in again. */
    public void add(Handle tx, List<QueuedMail> mails) {
        if (mails.isEmpty()) {
            return;
        }
        MailStore.insert(tx, mails, clock.instant());
        if (tx.isInTransaction()) {
            tx.afterCommit(this::ring);
        } else {
            ring();
        }
    }

    /** Has the lane told of new mails as soon as they are stored; without it, it finds them within a second. */
    void onAdded(Runnable bell) {
        bells.add(bell);
    }

    /** Has somebody told what becomes of confirmations. */
    void onTold(Consumer<Told> listener) {
        tellers.add(listener);
    }

    void tell(Told told) {
        tellers.forEach(teller -> teller.accept(told));
    }

    /**
     * A second tap gets no mail of its own; its screen is told what becomes of the first one's, so that it is like any
     * other screen.
     */
    public void sameMail(Handle tx, UUID first, UUID second) {
        MailStore.shareMail(tx, first, second).ifPresent(told -> tx.afterCommit(() -> tell(told)));
    }

    private void ring() {
        bells.forEach(Runnable::run);
    }

    /** The confirmations of visits; one that a relay is being given just now still goes out. */
    public static VisitRows ofVisits() {
        return (tx, day, visits) -> MailStore.eraseConfirmations(tx, visits);
    }

    /** The mails of this queue, which go with the day of their seal. */
    public static DayRows rows() {
        return MailStore.rows();
    }
}
