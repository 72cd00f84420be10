package mica.office.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.approval.ApprovalStep;
import mica.office.approval.SecondOfficer;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.audience.AudienceStore;
import mica.office.cases.CaseStore;
import mica.office.cases.InfectionCase;
import mica.office.door.MailKind;
import mica.office.door.MailQueue;
import mica.office.ledger.Ledger;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What officers do with notices, each in one transaction: what is approved is exactly what was seen. Threads may share
 * it.
 */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int AUDIENCES_TO_COMPARE = 20;

    /** A draft to its own author. Parameters: notice (id). */
    public static final MailKind TEST_MAIL = new MailKind("NOTICE_TEST", Duration.ofHours(24));

    /** Who approves is an approver without a hand in the notice. */
    static final SecondOfficer APPROVAL = new SecondOfficer(Set.of(Role.APPROVER));

    private final Jdbi office;
    private final Readership readers;
    private final Drafting drafting;
    private final MailQueue mailQueue;
    private final Supplier<ServiceFacts> service;
    private final NoticeConfiguration configuration;
    private final InstantSource clock;
    private final NoticeStore store = new NoticeStore();
    private final CaseStore cases = new CaseStore();
    private final NoticeRecord record;

    public Notices(
            Jdbi office,
            Readership readers,
            Drafting drafting,
            MailQueue mailQueue,
            Supplier<ServiceFacts> service,
            NoticeConfiguration configuration,
            InstantSource clock) {
        this.office = office;
        this.readers = readers;
        this.drafting = drafting;
        this.mailQueue = mailQueue;
        this.service = service;
        this.configuration = configuration;
        this.clock = clock;
        this.record = new NoticeRecord(new Ledger(clock));
    }

    /**
     * Opens a case with its first notice: the clock starts. A draft in which nothing was entered is opened again instead of
     * another one.
     */
    public Notice open(Officer author) {
        return office.inTransaction(tx -> {
            Instant now = clock.instant();
            Optional<UUID> untouched = store.untouchedDraft(tx, author.id());
            if (untouched.isPresent()) {
                Notice draft = store.find(tx, untouched.get()).orElseThrow();
                cases.restart(tx, draft.infectionCase().id(), now);
                return store.find(tx, draft.id()).orElseThrow();
            }
            InfectionCase opened = cases.open(tx, author.id(), now);
            return add(tx, author, opened, NoticeContent.empty(NoticeKind.FIRST, null), now);
        });
    }

    private Notice add(Handle tx, Officer author, InfectionCase infectionCase, NoticeContent content, Instant now) {
        UUID id = UUID.randomUUID();
        String number = store.nextNumber(tx, now.atZone(zone()).getYear());
        store.add(tx, id, number, infectionCase.id(), content, author.id());
        Notice opened = store.find(tx, id).orElseThrow();
        record.note(tx, opened, now, NoticeEvent.OPENED, author, "", null);
        LOG.info("notice.opened notice={} kind={}", number, content.kind());
        return opened;
    }

    /** Stores a draft. A change of what waits for approval voids the request. */
    public NoticeOutcome.Saving save(Officer officer, UUID id, int version, NoticeContent content) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (!notice.state().allows(NoticeEvent.CHANGED)) {
                return new NoticeOutcome.NotNow(notice.state());
            }
            NoticeContent changed = completed(tx, notice, allowedChange(notice.content(), content));
            if (notice.content().equals(changed)) {
                return new NoticeOutcome.Done(notice);
            }
            if (notice.version() != version) {
                return new NoticeOutcome.Stale(notice);
            }
            if (notice.state() != NoticeState.DRAFT) {
                store.backToDraft(tx, id, notice.state(), NoticeEvent.CHANGED);
            }
            store.change(tx, id, changed, officer.id());
            record.note(tx, notice, clock.instant(), NoticeEvent.CHANGED, officer, "", null);
            return done(tx, id);
        });
    }

    /** With the ready texts of the languages that nobody wrote: what is approved is everything that is sent. */
    private NoticeContent completed(Handle tx, Notice notice, NoticeContent content) {
        UUID first = content.followUpOf();
        return content.withTexts(drafting.completed(
                notice, content, first == null ? null : store.find(tx, first).orElseThrow()));
    }

    /** What kind of notice it is does not change; a follow-up's audience does not either. */
    private static NoticeContent allowedChange(NoticeContent before, NoticeContent after) {
        boolean first = before.kind() == NoticeKind.FIRST;
        return new NoticeContent(
                before.kind(),
                before.followUpOf(),
                first ? after.places() : before.places(),
                first ? after.from() : before.from(),
                first ? after.to() : before.to(),
                first ? after.includeUnconfirmed() : before.includeUnconfirmed(),
                after.texts());
    }

    /** Asks a second officer for approval of what is stored. */
    public NoticeOutcome.Asking ask(Officer officer, UUID id, int version) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (!notice.state().allows(NoticeEvent.ASKED)) {
                return new NoticeOutcome.NotNow(notice.state());
            }
            if (notice.version() != version) {
                return new NoticeOutcome.Stale(notice);
            }
            List<Finding> blocking = findings(tx, notice, people(notice.content())).stream()
                    .filter(Finding::blocks)
                    .toList();
            if (!blocking.isEmpty()) {
                return new NoticeOutcome.Blocked(blocking);
            }
            Instant now = clock.instant();
            store.ask(tx, id, notice.state(), notice.content().hash(), officer.id(), now);
            record.note(
                    tx,
                    notice,
                    now,
                    NoticeEvent.ASKED,
                    officer,
                    "",
                    notice.content().canonical());
            LOG.info("notice.approval_asked notice={}", notice.number());
            return done(tx, id);
        });
    }

    /** Sends a notice back to its authors with a word on what to change. */
    NoticeOutcome.GivingBack giveBack(Officer officer, UUID id, String hash, String word) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (!notice.state().allows(NoticeEvent.RETURNED)) {
                return new NoticeOutcome.NotNow(notice.state());
            }
            if (!notice.proposal().isWhatWasSeen(hash)) {
                return new NoticeOutcome.Stale(notice);
            }
            store.backToDraft(tx, id, notice.state(), NoticeEvent.RETURNED);
            record.note(
                    tx,
                    notice,
                    clock.instant(),
                    NoticeEvent.RETURNED,
                    officer,
                    word,
                    notice.content().canonical());
            return done(tx, id);
        });
    }

    /**
     * Approves what the officer saw, and fixes who gets it; of very many people the first ones.
     *
     * @param hash of what the officer saw
     */
    public NoticeOutcome.Approving approve(Officer officer, UUID id, String hash) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (!notice.state().allows(NoticeEvent.APPROVED)) {
                return new NoticeOutcome.NotNow(notice.state());
            }
            return switch (APPROVAL.on(officer, notice.proposal(), hash)) {
                case Ruling.Stale stale -> new NoticeOutcome.Stale(notice);
                case Ruling.TookPart own -> new NoticeOutcome.OwnNotice();
                case Ruling.WithoutRole without -> new NoticeOutcome.WithoutRole();
                case Ruling.Granted granted -> approved(tx, notice, granted);
            };
        });
    }

    private NoticeOutcome.Approving approved(Handle tx, Notice notice, Ruling.Granted granted) {
        // A follow-up has the period of the first notice.
        List<LocalDate> withoutKeys =
                notice.content().audience().map(readers::daysWithoutKeys).orElse(List.of());
        if (!withoutKeys.isEmpty()) {
            return new NoticeOutcome.Blocked(List.of(drafting.keysMissing(withoutKeys)));
        }
        Instant now = clock.instant();
        Readership.Fixed fixed = readers.fix(tx, notice);
        if (fixed.people() == 0) {
            return new NoticeOutcome.Nobody();
        }
        UUID id = notice.id();
        UUID officer = granted.officer().id();
        store.approve(tx, id, notice.state(), officer, now, now.plus(configuration.sendFor()), fixed.people());
        Notice approved = store.find(tx, id).orElseThrow();
        record.approved(tx, approved, now, granted);
        if (fixed.all()) {
            record.fixed(tx, approved, fixed.people());
        }
        LOG.info("notice.approved notice={} recipients={} all={}", notice.number(), fixed.people(), fixed.all());
        return new NoticeOutcome.Done(approved);
    }

    public NoticeOutcome.Moving pause(Officer officer, UUID id) {
        return move(officer, id, NoticeEvent.PAUSED);
    }

    public NoticeOutcome.Moving resume(Officer officer, UUID id) {
        return move(officer, id, NoticeEvent.RESUMED);
    }

    /** Ends the sending for good; who was not reached is not written to. */
    public NoticeOutcome.Moving stop(Officer officer, UUID id) {
        NoticeOutcome.Moving stopped = move(officer, id, NoticeEvent.STOPPED);
        if (stopped instanceof NoticeOutcome.Done(Notice notice)) {
            LOG.info("notice.stopped notice={}", notice.number());
        }
        return stopped;
    }

    public NoticeOutcome.Moving discard(Officer officer, UUID id) {
        return move(officer, id, NoticeEvent.DISCARDED);
    }

    private NoticeOutcome.Moving move(Officer officer, UUID id, NoticeEvent cause) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (!notice.state().allows(cause)) {
                return new NoticeOutcome.NotNow(notice.state());
            }
            Instant now = clock.instant();
            store.step(tx, id, notice.state(), cause, now);
            record.note(tx, notice, now, cause, officer, "", null);
            return done(tx, id);
        });
    }

    /** Drafts a correction or withdrawal to exactly the people a notice was sent to; a follow-up's are the first one's. */
    public NoticeOutcome.FollowingUp followUp(Officer officer, UUID id, NoticeKind kind) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, earlier) -> {
            if (!earlier.state().isOver()) {
                return new NoticeOutcome.NotNow(earlier.state());
            }
            UUID root = earlier.content().followUpOf() == null
                    ? earlier.id()
                    : earlier.content().followUpOf();
            if (readers.reached(tx, root) == 0) {
                return new NoticeOutcome.Nobody();
            }
            Notice first = store.find(tx, root).orElseThrow();
            Instant now = clock.instant();
            NoticeContent empty = new NoticeContent(
                    kind,
                    root,
                    first.content().places(),
                    first.content().from(),
                    first.content().to(),
                    first.content().includeUnconfirmed(),
                    java.util.Map.of());
            Notice draft = add(tx, officer, first.infectionCase(), empty, now);
            store.change(tx, draft.id(), empty.withTexts(drafting.followUp(kind, draft.number(), first)), officer.id());
            return done(tx, draft.id());
        });
    }

    /** Mails what is stored to the officer who asks, in one language. */
    public NoticeOutcome.Testing test(Officer officer, UUID id, Language language) {
        return withNotice(id, new NoticeOutcome.Unknown(), (tx, notice) -> {
            if (notice.content().text(language).body().isBlank()) {
                return new NoticeOutcome.Blocked(
                        List.of(Finding.blocking(Finding.FindingKind.BODY_MISSING, language.ownName())));
            }
            mailQueue.add(tx, officer.email(), TEST_MAIL, language, java.util.Map.of("notice", id.toString()));
            record.note(tx, notice, clock.instant(), NoticeEvent.TESTED, officer, "", null);
            return new NoticeOutcome.Done(notice);
        });
    }

    /** How many people a content would go to, as of now. */
    public AudienceStore.Count count(NoticeContent content) {
        UUID first = content.followUpOf();
        if (first != null) {
            return new AudienceStore.Count(office.withHandle(handle -> readers.reached(handle, first)), 0);
        }
        return content.audience().map(readers::count).orElse(new AudienceStore.Count(0, 0));
    }

    public int people(NoticeContent content) {
        return people(content, count(content));
    }

    private static int people(NoticeContent content, AudienceStore.Count count) {
        return content.includeUnconfirmed() ? count.all() : count.confirmed();
    }

    /** Whom a notice would go to as of now, and what the machine finds about it. */
    public record Outlook(AudienceStore.Count count, int people, List<Finding> findings) {}

    /** Counts once: that goes through every visit of the audience. */
    public Outlook outlook(Notice notice) {
        AudienceStore.Count count = count(notice.content());
        int people = people(notice.content(), count);
        return new Outlook(count, people, office.withHandle(handle -> findings(handle, notice, people)));
    }

    private List<Finding> findings(Handle handle, Notice notice, int people) {
        return drafting.findings(
                notice.content(),
                people,
                notice.content().audience().map(readers::daysWithoutKeys).orElse(List.of()),
                store.lastAudiences(handle, AUDIENCES_TO_COMPARE));
    }

    /** Reads from the stores of notices. */
    public <T> T read(Function<Handle, T> reading) {
        return office.withHandle(reading::apply);
    }

    /** What was done about a notice, oldest first. */
    public List<ApprovalStep<NoticeEvent>> history(UUID id) {
        return office.withHandle(handle -> record.history(handle, id));
    }

    public NoticeStore store() {
        return store;
    }

    private ZoneId zone() {
        return ZoneId.of(service.get().timeZone());
    }

    @FunctionalInterface
    private interface Act<D> {
        D on(Handle tx, Notice notice);
    }

    private <D> D withNotice(UUID id, D unknown, Act<D> act) {
        return office.inTransaction(
                tx -> store.lock(tx, id).map(notice -> act.on(tx, notice)).orElse(unknown));
    }

    private NoticeOutcome.Done done(Handle tx, UUID id) {
        return new NoticeOutcome.Done(store.find(tx, id).orElseThrow());
    }
}
