package mica.office.door;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;
import mica.office.kept.DayRows;
import mica.office.kept.VisitRows;
import mica.office.keys.AtRest;
import org.jdbi.v3.core.Handle;

/**
 * Where the office's features hand in mails of the door lane, within their own transaction: the mail goes out if and
 * only if what it tells was stored. Threads may share it.
 */
public final class MailQueue {

    private final AtRest atRest;
    private final InstantSource clock;
    private final ZoneId zone;
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();
    private final List<Consumer<Told>> tellers = new CopyOnWriteArrayList<>();

    public MailQueue(AtRest atRest, InstantSource clock, ZoneId zone) {
        this.atRest = atRest;
        this.clock = clock;
        this.zone = zone;
    }

    /** Hands in a mail to a known address, sealing it. */
    public void add(Handle tx, EmailAddress to, MailKind kind, Language language, Map<String, String> parameters) {
        UUID id = UUID.randomUUID();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        byte[] associated = id.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seal = atRest.sealForDay(today, to.wireForm().getBytes(StandardCharsets.US_ASCII), associated);
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
     * Registrations that get no mail of their own, since one serves several; their screens are told what becomes of it when
     * they are as old as the first one's was then, so that they are like any other screen.
     *
     * @param firsts the mails' ids, each with those of the registrations that share it
     * @return those who were not noted before, and had room; the others are repetitions, or too many
     */
    public Set<UUID> share(Handle tx, Map<UUID, ? extends Collection<UUID>> firsts) {
        SharedMail.Sharing sharing = SharedMail.add(tx, firsts, clock.instant());
        if (!sharing.told().isEmpty()) {
            tx.afterCommit(() -> sharing.told().forEach(this::tell));
        }
        return sharing.added();
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
