package mica.office.holds;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.office.approval.ApprovalStep;
import mica.office.approval.SecondOfficer;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.approval.StepStore;
import mica.office.erasure.Certificate;
import mica.office.erasure.ErasureStore;
import mica.office.erasure.HeldDays;
import mica.office.holds.HoldTransitions.Cause;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Legal holds, an act of two officers: one asks, another confirms, and only then erasure passes the days by. Ending one
 * returns to what the law says anyway, so one officer is enough for it. A hold brings nothing back: days whose erasure
 * has begun are told to be too late. Threads may share it.
 */
public final class Holds implements HeldDays {

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    /** Who decides on a hold: administrators and approvers. Confirming one takes another of them than the one who asked. */
    static final SecondOfficer CONFIRMATION = new SecondOfficer(Set.of(Role.ADMINISTRATOR, Role.APPROVER));

    /** Longer ranges are typing errors. */
    static final int MOST_DAYS = 62;

    static final int LONGEST_FILE_NUMBER = 40;

    /** What the database checks: no address, no sentence. */
    private static final Pattern NO_FILE_NUMBER = Pattern.compile("[@＠\\s　\\p{Cntrl}]");

    private final Jdbi office;
    private final Disease disease;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Ledger ledger;
    private final HoldStore store = new HoldStore();
    private final StepStore<Cause> steps = new StepStore<>("LEGAL_HOLD", Cause.class);
    private final ErasureStore erasures = new ErasureStore();

    public Holds(Jdbi office, ServiceFacts service, InstantSource clock) {
        this.office = office;
        this.disease = service.disease();
        this.clock = clock;
        this.zone = ZoneId.of(service.timeZone());
        this.ledger = new Ledger(clock);
    }

    /** What an officer asks for. @param endsOn the last day on which it is to hold */
    public record Wish(LocalDate firstDay, LocalDate lastDay, HoldReason reason, String fileNumber, LocalDate endsOn) {}

    /** What became of an act. Each verb has an answer of its own, with the outcomes that it can have and no other. */
    public sealed interface Outcome {

        sealed interface Asking extends Outcome
                permits Done, WrongRange, InTheFuture, WrongFileNumber, WrongEnd, AllTooLate {}

        sealed interface Confirming extends Outcome
                permits Done, Stale, SameOfficer, WithoutRole, AllTooLate, NotOpen, Unknown {}

        /** Of refusing and lifting. */
        sealed interface Closing extends Outcome permits Done, NotOpen, Unknown {}

        /** @param tooLate days of the range whose erasure has begun: they are gone and do not come back */
        record Done(Hold hold, List<LocalDate> tooLate) implements Asking, Confirming, Closing {}

        /** The last day comes before the first, or the range is longer than {@link #MOST_DAYS}. */
        record WrongRange() implements Asking {}

        record InTheFuture() implements Asking {}

        /** Empty, too long, or holding what has no place in a number. */
        record WrongFileNumber() implements Asking {}

        /** It would end before today, or later than is allowed. */
        record WrongEnd(LocalDate latest) implements Asking {}

        /** The erasure of every day of the range has begun. */
        record AllTooLate() implements Asking, Confirming {}

        /** What the officer saw is not this hold as it was asked for. */
        record Stale() implements Confirming {}

        /** Who asked cannot confirm. */
        record SameOfficer() implements Confirming {}

        record WithoutRole() implements Confirming {}

        /** Somebody else has decided, or its time is over. */
        record NotOpen(HoldState state) implements Confirming, Closing {}

        record Unknown() implements Confirming, Closing {}
    }

    /** The last day on which a hold may end whose first day this is. */
    public LocalDate latestEnd(LocalDate firstDay) {
        return firstDay.plusDays(disease.retentionDays() + (long) disease.longestHoldDays());
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    @Override
    public boolean keeps(Handle handle, LocalDate day) {
        return store.keeps(handle, day);
    }

    /** Asks for a hold. Nothing is held by it yet. */
    public Outcome.Asking ask(Wish wish, Officer officer) {
        Outcome.Asking refusal = refusal(wish);
        if (refusal != null) {
            return refusal;
        }
        return office.inTransaction(tx -> {
            List<LocalDate> tooLate = tooLate(tx, wish.firstDay(), wish.lastDay());
            if (tooLate.size() == days(wish.firstDay(), wish.lastDay())) {
                return new Outcome.AllTooLate();
            }
            Hold hold = asked(wish, officer.id());
            store.ask(tx, hold, disease);
            steps.note(tx, hold.id(), hold.askedAt(), Cause.ASKED, officer, "", hold.canonical());
            ledger.append(tx, entry(Event.HOLD_ASKED, hold).by(officer.id()));
            LOG.info("hold.asked id={} first={} last={}", hold.id(), hold.firstDay(), hold.lastDay());
            return new Outcome.Done(hold, tooLate);
        });
    }

    private Outcome.@Nullable Asking refusal(Wish wish) {
        LocalDate today = today();
        LocalDate latest = latestEnd(wish.firstDay());
        if (wish.lastDay().isBefore(wish.firstDay()) || days(wish.firstDay(), wish.lastDay()) > MOST_DAYS) {
            return new Outcome.WrongRange();
        }
        if (wish.lastDay().isAfter(today)) {
            return new Outcome.InTheFuture();
        }
        if (wish.fileNumber().isEmpty()
                || wish.fileNumber().length() > LONGEST_FILE_NUMBER
                || NO_FILE_NUMBER.matcher(wish.fileNumber()).find()) {
            return new Outcome.WrongFileNumber();
        }
        return wish.endsOn().isBefore(today) || wish.endsOn().isAfter(latest) ? new Outcome.WrongEnd(latest) : null;
    }

    private Hold asked(Wish wish, UUID officer) {
        return new Hold(
                UUID.randomUUID(),
                wish.firstDay(),
                wish.lastDay(),
                wish.reason(),
                wish.fileNumber(),
                wish.endsOn(),
                HoldState.ASKED,
                officer,
                clock.instant(),
                null,
                null,
                null,
                null);
    }

    /**
     * Brings a hold into force; by another officer than the one who asked.
     *
     * @param hash of the hold that the officer saw
     */
    public Outcome.Confirming confirm(Officer officer, UUID id, String hash) {
        return office.inTransaction(tx -> {
            // No erasure begins between the look at what is too late and the word that the rest is held.
            erasures.lockBeginnings(tx);
            Hold hold = store.lock(tx, id).orElse(null);
            if (hold == null) {
                return new Outcome.Unknown();
            }
            if (!hold.state().allows(Cause.CONFIRMED) || isOver(hold, today())) {
                return new Outcome.NotOpen(hold.state());
            }
            return switch (CONFIRMATION.on(officer, hold.proposal(), hash)) {
                case Ruling.Stale stale -> new Outcome.Stale();
                case Ruling.TookPart same -> new Outcome.SameOfficer();
                case Ruling.WithoutRole without -> new Outcome.WithoutRole();
                case Ruling.Granted granted -> confirmed(tx, hold, granted);
            };
        });
    }

    private Outcome.Confirming confirmed(Handle tx, Hold hold, Ruling.Granted granted) {
        List<LocalDate> tooLate = tooLate(tx, hold.firstDay(), hold.lastDay());
        if (tooLate.size() == days(hold.firstDay(), hold.lastDay())) {
            return new Outcome.AllTooLate();
        }
        UUID officer = granted.officer().id();
        Instant now = clock.instant();
        store.confirm(tx, hold.id(), hold.state(), officer, now);
        steps.decide(tx, granted, now, Cause.CONFIRMED);
        ledger.append(tx, entry(Event.HOLD_APPROVED, hold).by(officer));
        LOG.info("hold.in_force id={} first={} last={}", hold.id(), hold.firstDay(), hold.lastDay());
        return new Outcome.Done(store.find(tx, hold.id()).orElseThrow(), tooLate);
    }

    /** Refuses what another asked for, or takes back what one asked for oneself. */
    public Outcome.Closing refuse(Officer officer, UUID id) {
        return close(id, Cause.REFUSED, Event.HOLD_REFUSED, officer);
    }

    /** Ends a hold before its time. */
    public Outcome.Closing lift(Officer officer, UUID id) {
        return close(id, Cause.LIFTED, Event.HOLD_ENDED, officer);
    }

    private Outcome.Closing close(UUID id, Cause cause, Event event, Officer officer) {
        return office.inTransaction(tx -> {
            Hold hold = store.lock(tx, id).orElse(null);
            if (hold == null) {
                return new Outcome.Unknown();
            }
            if (!hold.state().allows(cause)) {
                return new Outcome.NotOpen(hold.state());
            }
            Instant now = clock.instant();
            HoldState closed = store.close(tx, id, hold.state(), cause, officer.id(), now);
            steps.note(tx, id, now, cause, officer, "", null);
            ledger.append(tx, Entry.of(event).reference(id).by(officer.id()));
            LOG.info("hold.closed id={} state={}", id, closed);
            return new Outcome.Done(store.find(tx, id).orElseThrow(), List.of());
        });
    }

    @Override
    public List<Certificate.Held> thatKept(Handle handle, LocalDate day) {
        return store.thatKept(handle, day);
    }

    @Override
    public void endWhatIsOver(Handle handle, LocalDate today) {
        for (Hold open : store.open(handle)) {
            if (open.state().allows(Cause.RAN_OUT) && isOver(open, today)) {
                handle.useTransaction(tx -> {
                    Hold hold = store.lock(tx, open.id()).orElseThrow();
                    if (hold.state().allows(Cause.RAN_OUT)) {
                        Instant now = clock.instant();
                        HoldState closed = store.close(tx, hold.id(), hold.state(), Cause.RAN_OUT, null, now);
                        steps.note(tx, hold.id(), now, Cause.RAN_OUT, null, "", null);
                        ledger.append(tx, Entry.of(Event.HOLD_ENDED).reference(hold.id()));
                        LOG.info("hold.closed id={} state={}", hold.id(), closed);
                    }
                });
            }
        }
    }

    /** By its own word or by the rule of today, whichever is sooner: a row made by hand holds no longer than others. */
    private boolean isOver(Hold hold, LocalDate today) {
        return hold.endsOn().isBefore(today) || latestEnd(hold.firstDay()).isBefore(today);
    }

    /** Those that wait or are in force, oldest first. */
    List<Hold> open() {
        return office.withHandle(store::open);
    }

    List<Hold> closed(@Nullable Instant before, int limit) {
        return office.withHandle(handle -> store.closed(handle, before, limit));
    }

    Optional<Hold> find(UUID id) {
        return office.withHandle(handle -> store.find(handle, id));
    }

    /** What was done about a hold, oldest first. */
    List<ApprovalStep<Cause>> history(UUID id) {
        return office.withHandle(handle -> steps.history(handle, id));
    }

    /** The days of a hold whose erasure has begun. */
    List<LocalDate> tooLate(Hold hold) {
        return office.withHandle(handle -> tooLate(handle, hold.firstDay(), hold.lastDay()));
    }

    private List<LocalDate> tooLate(Handle handle, LocalDate first, LocalDate last) {
        return erasures.begun(handle, first, last);
    }

    private static long days(LocalDate first, LocalDate last) {
        return last.toEpochDay() - first.toEpochDay() + 1;
    }

    private static Entry entry(Event event, Hold hold) {
        return Entry.of(event).reference(hold.id()).day(hold.firstDay()).lastDay(hold.lastDay());
    }
}
