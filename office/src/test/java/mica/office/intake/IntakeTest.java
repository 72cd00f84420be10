package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Sealer;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.directory.DirectoryPublisher;
import mica.office.erasure.DayJob;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.mail.MailQueue;
import mica.office.visit.Audience;
import mica.office.visit.VisitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    private static final int RETENTION = 14;
    private static final Random RANDOM = new Random(7);

    @TempDir
    java.nio.file.Path keys;

    private Instant now = Instant.parse("2026-04-12T09:30:00Z");
    private final InstantSource clock = () -> now;
    private final VenueCode venue = VenueCode.random(RANDOM);
    private final SpotCode entrance = SpotCode.random(RANDOM);
    private final VenueCode otherVenue = VenueCode.random(RANDOM);
    private final SpotCode otherEntrance = SpotCode.random(RANDOM);
    private TestDatabases databases;
    private Database office;
    private KeyStore keyStore;
    private Secrets secrets;
    private VisitStore visits;
    private DirectoryStore directory;
    private DayJob days;
    private IntakeJob intake;

    @BeforeEach
    void open() {
        databases = TestDatabases.create();
        office = Database.open("office", databases.createOffice());
        office.migrate("office", Map.of());
        keyStore = new KeyStore(keys.resolve("keys"));
        secrets = new Secrets(keyStore);
        visits = new VisitStore(office.jdbi(), secrets, ZONE);
        directory = new DirectoryStore(databases.exchange().jdbi());
        DirectoryPublisher publisher =
                new DirectoryPublisher(databases.exchange().jdbi(), clock);
        days = new DayJob(
                keyStore,
                secrets,
                List.of(),
                visits,
                List.of(kept -> Intake.forgetQuarantinedBefore(office.jdbi(), kept)),
                publisher,
                clock,
                ZONE,
                RETENTION);
        days.runOnce();
        intake = Intake.job(
                databases.exchange().jdbi(),
                office.jdbi(),
                new Opener(keyStore, Set.of(KeyPurpose.FORM, KeyPurpose.DOOR)),
                secrets,
                visits,
                new MailQueue(keyStore, clock, ZONE),
                publisher,
                Map.of(EnvelopeKind.APPLICATION, (tx, content) -> {
                    throw new RefusedEnvelopeException("nonsense");
                }),
                clock,
                ZONE,
                RETENTION);
        office.jdbi().useHandle(handle -> {
            UUID officer = UUID.randomUUID();
            handle.execute(
                    "insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)"
                            + " values (?, 'reviewer', '審査担当', 'reviewer@example.jp', '', '', '{}', now())",
                    officer);
            for (var place : Map.of(venue, entrance, otherVenue, otherEntrance).entrySet()) {
                handle.execute(
                        "insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,"
                                + " contact_person, email, opening_hours, language, listed, state, registered_on,"
                                + " registered_by, address_key, phone_key) values (?, '食堂', 'ショクドウ', 's', '', '', '', '',"
                                + " '', '', '', 'ja', true, 'OPEN', '2026-04-01', ?, '', '')",
                        place.getKey().value(),
                        officer);
                handle.execute(
                        "insert into spot (code, venue_code, label, position) values (?, ?, '入口', 1)",
                        place.getValue().value(),
                        place.getKey().value());
            }
        });
    }

    @AfterEach
    void close() {
        office.close();
        databases.close();
    }

    @Test
    void a_check_in_becomes_a_visit_a_mail_and_a_receipt() {
        Envelope envelope = put(checkIn("visitor@example.jp", entrance));

        assertThat(intake.drainOnce()).isEqualTo(1);

        assertThat(count(venue)).isEqualTo(new VisitStore.Count(0, 1));
        assertThat(rows("select kind || ' ' || state from mail")).containsExactly("CONFIRMATION QUEUED");
        LinkToken link = secrets.linkOf(envelope.id());
        assertThat(directory.receipt(link))
                .contains(new Receipt(
                        Receipt.State.SENT, LocalDate.parse("2026-04-12").plusDays(RETENTION)));
        assertThat(rows("select count(*) from quarantine")).containsExactly("0");
        assertThat(intake.drainOnce()).isZero();
    }

    @Test
    void no_table_of_either_database_holds_the_address() {
        put(checkIn("unmistakable@example.jp", entrance));
        assertThat(everything()).doesNotContain("unmistakable");
        intake.drainOnce();
        assertThat(everything()).doesNotContain("unmistakable");
    }

    @Test
    void the_same_envelope_twice_is_one_visit_and_one_mail() {
        Envelope envelope = checkIn("visitor@example.jp", entrance);
        put(envelope);
        intake.drainOnce();
        put(envelope);
        intake.drainOnce();

        assertThat(rows("select count(*) from visit")).containsExactly("1");
        assertThat(rows("select count(*) from mail")).containsExactly("1");
    }

    @Test
    void a_second_tap_is_no_second_visit_but_a_later_one_is() {
        put(checkIn("visitor@example.jp", entrance));
        put(checkIn("Visitor@Example.jp", entrance));
        intake.drainOnce();
        now = now.plus(Duration.ofMinutes(2));
        put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        assertThat(rows("select count(*) from visit")).containsExactly("1");

        now = now.plus(Duration.ofHours(1));
        put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        assertThat(rows("select count(*) from visit")).containsExactly("2");
    }

    @Test
    void a_person_counts_once_over_days_and_venues() {
        put(checkIn("visitor@example.jp", entrance));
        put(checkIn("visitor@example.jp", otherEntrance));
        put(checkIn("other@example.jp", entrance));
        intake.drainOnce();
        now = now.plus(Duration.ofDays(1));
        put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();

        assertThat(count(venue, otherVenue)).isEqualTo(new VisitStore.Count(0, 2));
        assertThat(rows("select count(distinct masked_tag) from visit")).containsExactly("4");
    }

    @Test
    void a_confirmed_visit_counts_as_confirmed() {
        Envelope envelope = put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        LinkToken link = secrets.linkOf(envelope.id());
        put(form(EnvelopeKind.CONFIRMATION, link.bytes()));
        intake.drainOnce();

        assertThat(count(venue)).isEqualTo(new VisitStore.Count(1, 0));
        assertThat(directory.receipt(link).map(Receipt::state)).contains(Receipt.State.CONFIRMED);
    }

    @Test
    void a_button_pressed_twice_at_once_does_not_stop_the_intake() {
        Envelope envelope = put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        LinkToken link = secrets.linkOf(envelope.id());
        put(form(EnvelopeKind.CONFIRMATION, link.bytes()));
        put(form(EnvelopeKind.CONFIRMATION, link.bytes()));
        put(form(EnvelopeKind.ERASURE, new Erasure(Erasure.Scope.THIS_VISIT, link).toBytes()));
        put(checkIn("other@example.jp", entrance));
        intake.drainOnce();

        assertThat(count(venue)).isEqualTo(new VisitStore.Count(0, 1));
        assertThat(directory.receipt(link).map(Receipt::state)).contains(Receipt.State.ERASED);
        assertThat(intake.drainOnce()).isZero();
    }

    @Test
    void erasing_one_visit_leaves_the_others_and_erasing_all_leaves_none_of_that_person() {
        Envelope first = put(checkIn("visitor@example.jp", entrance));
        put(checkIn("visitor@example.jp", otherEntrance));
        put(checkIn("other@example.jp", entrance));
        intake.drainOnce();
        now = now.plus(Duration.ofDays(1));
        Envelope later = put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();

        erase(Erasure.Scope.THIS_VISIT, first);
        assertThat(rows("select count(*) from visit")).containsExactly("3");

        erase(Erasure.Scope.ALL_VISITS, later);
        assertThat(rows("select count(*) from visit")).containsExactly("1");
        assertThat(directory.receipt(secrets.linkOf(later.id())).map(Receipt::state))
                .contains(Receipt.State.ERASED);
    }

    @Test
    void a_foreign_link_changes_nothing() {
        put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        put(form(EnvelopeKind.CONFIRMATION, LinkToken.random(RANDOM).bytes()));
        put(form(EnvelopeKind.ERASURE, new Erasure(Erasure.Scope.ALL_VISITS, LinkToken.random(RANDOM)).toBytes()));
        intake.drainOnce();

        assertThat(count(venue)).isEqualTo(new VisitStore.Count(0, 1));
    }

    @Test
    void unusable_envelopes_are_quarantined_and_their_neighbours_go_through() {
        Envelope good = checkIn("visitor@example.jp", entrance);
        byte[] flipped = checkIn("flipped@example.jp", entrance).toBytes();
        flipped[60] ^= 1;
        byte[] cut = java.util.Arrays.copyOf(good.toBytes(), 80);
        Envelope swapped = checkIn("swapped@example.jp", entrance);
        Envelope elsewhere = new Envelope(
                EnvelopeKind.CHECK_IN,
                swapped.id(),
                swapped.day(),
                new CheckIn(otherEntrance, now, Language.JA).toBytes(),
                swapped.seals());
        putBytes(List.of(flipped, cut, "no envelope, but long enough to be put".getBytes(StandardCharsets.US_ASCII)));
        put(elsewhere);
        put(checkIn("nowhere@example.jp", SpotCode.random(RANDOM)));
        put(form(EnvelopeKind.APPLICATION, "{}".getBytes(StandardCharsets.US_ASCII)));
        put(good);

        assertThat(intake.drainOnce()).isEqualTo(7);

        assertThat(rows("select count(*) from quarantine")).containsExactly("6");
        assertThat(rows("select id from visit")).containsExactly(good.id().toString());
    }

    @Test
    void after_the_retention_keys_and_rows_are_gone() {
        put(checkIn("visitor@example.jp", entrance));
        intake.drainOnce();
        LocalDate day = LocalDate.ofInstant(now, ZONE);
        assertThat(keyStore.days()).contains(day);

        now = now.plus(Duration.ofDays(RETENTION));
        days.runOnce();
        assertThat(rows("select count(*) from visit")).containsExactly("1");

        now = now.plus(Duration.ofDays(1));
        days.runOnce();
        assertThat(rows("select count(*) from visit")).containsExactly("0");
        assertThat(keyStore.days()).doesNotContain(day);
        assertThat(keyStore.publicKey(day, KeyPurpose.DAY)).isEmpty();
        assertThat(visits.days()).doesNotContain(day);
    }

    @Test
    void the_all_day_opener_cannot_open_a_notice_seal() {
        Envelope envelope = checkIn("visitor@example.jp", entrance);
        Opener allDay = new Opener(keyStore, Set.of(KeyPurpose.FORM, KeyPurpose.DOOR));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> allDay.open(
                        envelope.day(),
                        KeyPurpose.DAY,
                        envelope.seal(KeyPurpose.DAY),
                        envelope.associated(KeyPurpose.DAY)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(allDay.open(
                        envelope.day(),
                        KeyPurpose.DOOR,
                        envelope.seal(KeyPurpose.DAY),
                        envelope.associated(KeyPurpose.DAY)))
                .isEmpty();
    }

    private void erase(Erasure.Scope scope, Envelope visit) {
        put(form(EnvelopeKind.ERASURE, new Erasure(scope, secrets.linkOf(visit.id())).toBytes()));
        intake.drainOnce();
    }

    private VisitStore.Count count(VenueCode... venues) {
        return visits.count(new Audience(
                java.util.Arrays.stream(venues)
                        .map(code -> new Audience.Place(code, List.of()))
                        .toList(),
                now.minus(Duration.ofDays(3)),
                now.plusSeconds(1)));
    }

    private Envelope checkIn(String address, SpotCode spot) {
        return sealed(
                EnvelopeKind.CHECK_IN,
                new CheckIn(spot, now, Language.JA).toBytes(),
                EmailAddress.of(address).wireForm().getBytes(StandardCharsets.US_ASCII));
    }

    private Envelope form(EnvelopeKind kind, byte[] content) {
        return sealed(kind, new byte[0], content);
    }

    private Envelope sealed(EnvelopeKind kind, byte[] open, byte[] content) {
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        return Envelope.sealed(
                kind,
                UUID.randomUUID(),
                today,
                open,
                content,
                (purpose, plain, associated) ->
                        new Sealer(directory.key(today, purpose).orElseThrow()).seal(plain, associated));
    }

    private Envelope put(Envelope envelope) {
        putBytes(List.of(envelope.toBytes()));
        return envelope;
    }

    private void putBytes(List<byte[]> envelopes) {
        try (Database front = Database.open("front", databases.frontExchange())) {
            front.jdbi().useHandle(handle -> {
                java.sql.Connection connection = handle.getConnection();
                try (java.sql.PreparedStatement put = connection.prepareStatement("select mailbox.put(?)")) {
                    put.setArray(1, connection.createArrayOf("bytea", envelopes.toArray(byte[][]::new)));
                    put.execute();
                } catch (java.sql.SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }

    private List<String> rows(String sql) {
        return office.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Every row of every table of both databases as text, binary columns as they would read in a dump. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        for (Database database : List.of(office, databases.exchange())) {
            database.jdbi().useHandle(handle -> {
                List<String> tables =
                        handle.createQuery("""
                                select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
                                where schemaname in ('public', 'mailbox', 'directory')
                                """).mapTo(String.class).list();
                for (String table : tables) {
                    handle.createQuery(
                                    "select row_to_json(t)::text || encode(convert_to(t::text, 'UTF8'), 'escape') from "
                                            + table + " t")
                            .mapTo(String.class)
                            .forEach(all::append);
                }
            });
        }
        return all.toString();
    }
}
