package mica.office.erasure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.Disease;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.cases.CaseStore;
import mica.office.directory.PublishedStore;
import mica.office.door.MailKind;
import mica.office.door.QueuedMail;
import mica.office.holds.Holds;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.office.service.ServiceFile;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** An installation whose days come and go: databases, keys, a clock, and offices as many as a test wants. */
public final class ErasureWorld implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    public static final int RETENTION = 14;
    public static final int LONGEST_HOLD = 6;
    public static final LocalDate DAY = LocalDate.parse("2026-04-12");

    private final Random random = new Random(3);
    public volatile Instant now = at(DAY, 12);
    volatile Duration databaseIsAhead = Duration.ZERO;
    public final InstantSource clock = () -> now;
    private final OfficeWorld world;
    public final ServiceFacts service = service(RETENTION);
    /** The office whose parts these are. */
    final OpenOffice first;
    /** The one that was started last. */
    private OpenOffice latest;

    final TestDatabases databases;
    public final Database office;
    final Path folder;
    public final KeyStore keys;
    final Secrets secrets;
    final VisitStore visits;
    final PublishedStore publisher;
    final VenueCode venue = VenueCode.random(random);
    final SpotCode spot = SpotCode.random(random);

    public ErasureWorld(Path folder) {
        world = new OfficeWorld(folder, clock)
                .databaseClock(() -> now.plus(databaseIsAhead))
                .service(service);
        first = world.open();
        latest = first;
        databases = world.databases();
        office = first.database;
        this.folder = world.keys();
        keys = first.keys;
        secrets = first.secrets;
        visits = first.visits;
        publisher = first.publisher;
    }

    static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).atZone(ZONE).toInstant();
    }

    public LocalDate today() {
        return LocalDate.ofInstant(now, ZONE);
    }

    /** As after a start. */
    public DayJob job() {
        return latest.dayJob();
    }

    Erasures erasures() {
        return new Erasures(office.jdbi(), keys, List.of(secrets::forget), first.rowsByDay(), holds(), service, clock);
    }

    /** From the next start of an office on. */
    void retain(int days) {
        world.service(service(days));
        latest = world.open();
    }

    private static ServiceFacts service(int retention) {
        return ServiceFile.miyagi()
                .withDisease(new Disease(Map.of("ja", "感染症"), retention, 28, Map.of("ja", "指針"), LONGEST_HOLD));
    }

    /** Another office on the same databases and keys. */
    OpenOffice another() {
        return world.open();
    }

    /** Another one with a folder of keys of its own. */
    OpenOffice another(Path otherKeys) {
        return world.open(otherKeys);
    }

    /** Days pass as they do: the job runs on each. */
    public void pass(int days) {
        for (int i = 0; i < days; i++) {
            now = now.plus(Duration.ofDays(1));
            job().runOnce();
        }
    }

    /** Until the day's retention is over, without a run on the last day. */
    public void untilDue(LocalDate day) {
        while (today().isBefore(day.plusDays(RETENTION))) {
            pass(1);
        }
        now = now.plus(Duration.ofDays(1));
    }

    /** A day with visits, their mails and receipts, and something in quarantine. */
    public List<VisitRef> fill(LocalDate day, int visits) {
        List<VisitRef> refs = new ArrayList<>();
        for (int i = 0; i < visits; i++) {
            refs.add(visit(day, at(day, 9).plusSeconds(i), "visitor" + i + "@example.jp"));
        }
        office.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                    insert into quarantine (quarantined_at, day, reason, bytes) values (:at, :day, 'x', :bytes)
                    """)
                        .bind("at", at(day, 10))
                        .bind("day", day)
                        .bind("bytes", ("quarantined on " + day).getBytes(StandardCharsets.US_ASCII))
                        .execute());
        byte[] wrap = ("wrapped on " + day).getBytes(StandardCharsets.US_ASCII);
        office.jdbi()
                .useTransaction(tx -> first.epochs.add(
                        tx,
                        UUID.randomUUID(),
                        day,
                        Map.of(KeyPurpose.FORM, wrap, KeyPurpose.DOOR, wrap, KeyPurpose.DAY, wrap),
                        at(day, 8)));
        return refs;
    }

    VisitRef visit(LocalDate day, Instant when, String address) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        VisitRef ref = new VisitRef(day, venue, when, id, spot, TestLanguages.JA, false);
        office.jdbi().useTransaction(tx -> {
            // A check-in that waits for a lock is one that somebody stands at the door for.
            tx.execute("set local lock_timeout = '2s'");
            store(tx, ref, address);
        });
        publisher.publishReceipts(List.of(new PublishedStore.LinkReceipt(
                secrets.links().of(id).confirming().hash(), new Receipt(Receipt.State.SENT, day))));
        return ref;
    }

    /** A notice that went to these visitors. */
    UUID noticeTo(List<VisitRef> people) {
        UUID notice = UUID.randomUUID();
        office.jdbi().useHandle(handle -> {
            UUID author = officer(handle, "author");
            UUID approver = officer(handle, "approver");
            handle.execute(
                    "insert into notice (id, number, kind, state, author, written_by, case_id, period_from,"
                            + " period_to, requested_at, content_hash, approved_by, approved_at, send_until, recipients)"
                            + " values (?, 'N-2026-0001', 'FIRST', 'SENDING', ?, array[cast(? as uuid)], ?, now(),"
                            + " now() + interval '1 hour', now(), 'x', ?, now(), now(), ?)",
                    notice,
                    author,
                    author,
                    new CaseStore().open(handle, author, Instant.EPOCH).id(),
                    approver,
                    people.size());
            for (int n = 0; n < people.size(); n++) {
                VisitRef ref = people.get(n);
                handle.execute(
                        "insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)"
                                + " values (?, ?, ?, ?, ?, ?, 'ja')",
                        notice,
                        n,
                        ref.day(),
                        ref.venue().value(),
                        ref.arrivedAt(),
                        ref.id());
            }
            handle.execute(
                    "insert into recipient_chunk (notice_id, chunk, first_n, last_n, leased_until,"
                            + " next_attempt_at, done, states) values (?, 0, 0, ?, now(), now(), true, ?)",
                    notice,
                    people.size() - 1,
                    "a".repeat(people.size()));
            handle.execute(
                    "insert into notice_outcome (notice_id, mail_domain, outcome, people, first_at, last_at)"
                            + " values (?, 'example.jp', 'ACCEPTED', ?, now(), now())",
                    notice,
                    people.size());
        });
        return notice;
    }

    /** An officer with nothing but an id. */
    /** One who may decide on legal holds. */
    public Officer officer(String login) {
        UUID id = office.jdbi().withHandle(handle -> officer(handle, login));
        return new Officer(id, login, "担当", EmailAddress.of("o@example.jp"), Set.of(Role.APPROVER));
    }

    public Holds holds() {
        return first.holds;
    }

    private static UUID officer(Handle handle, String login) {
        UUID id = UUID.randomUUID();
        handle.execute(
                "insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles,"
                        + " created_at) values (?, ?, '担当', 'o@example.jp', '', '', '{}', now())",
                id,
                login);
        return id;
    }

    void store(Handle tx, VisitRef ref, String address) {
        byte[] seal = ("sealed " + ref.id()).getBytes(StandardCharsets.US_ASCII);
        visits.add(
                tx,
                List.of(new VisitStore.NewVisit(
                        ref,
                        secrets.links().of(ref.id()).confirming().hash(),
                        secrets.tags().maskedTag(EmailAddress.of(address), ref.day(), ref.id()),
                        seal)));
        first.mails.add(
                tx,
                List.of(new QueuedMail(
                        ref.id(),
                        MailKind.CONFIRMATION,
                        TestLanguages.JA,
                        Map.of("link", secrets.links().of(ref.id()).text()),
                        new QueuedMail.SealedRecipient(QueuedMail.SealedBy.FRONT, ref.day(), new byte[] {1}, seal))));
    }

    /** Where the erasure of a day stands; null before it began. */
    public @Nullable ErasureState state(LocalDate day) {
        return found(day).map(ErasureStore.ErasedDay::state).orElse(null);
    }

    ErasureStore.ErasedDay erased(LocalDate day) {
        return found(day).orElseThrow();
    }

    private Optional<ErasureStore.ErasedDay> found(LocalDate day) {
        return office.jdbi().withHandle(handle -> new ErasureStore().find(handle, day));
    }

    Map<String, Long> counts(LocalDate day) {
        return office.jdbi().withHandle(handle -> new ErasureStore().counts(handle, day));
    }

    List<ErasureStore.DestroyedKey> destroyedKeys(LocalDate day) {
        return office.jdbi().withHandle(handle -> new ErasureStore().keys(handle, day));
    }

    public List<LocalDate> partitions() {
        return office.jdbi().withHandle(new VisitDayStore()::days);
    }

    /** Every row of every table of both databases, under the name of its table; octets in hexadecimal, as in a dump. */
    Map<String, List<String>> dump() {
        Map<String, List<String>> dump = new TreeMap<>();
        for (Database database : List.of(office, databases.exchange())) {
            database.jdbi()
                    .useHandle(handle -> handle.createQuery("""
                        select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
                        where schemaname not in ('pg_catalog', 'information_schema')
                        """)
                            .mapTo(String.class)
                            .forEach(table -> dump.put(
                                    table,
                                    handle.createQuery("select cast(t as text) from " + table + " t")
                                            .mapTo(String.class)
                                            .list())));
        }
        return dump;
    }

    public long count(String sql) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        world.close();
    }
}
