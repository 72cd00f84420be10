package mica.office.intake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.Disease;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.SealKey;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.audience.Audience;
import mica.office.audience.AudienceStore;
import mica.office.erasure.DayJob;
import mica.office.holds.Hold;
import mica.office.holds.HoldReason;
import mica.office.holds.Holds;
import mica.office.kept.VisitRows;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.office.service.ServiceFile;
import mica.office.venues.PosterMail;
import mica.office.visitor.VisitorErasureJob;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Jdbi;

/** An intake between real databases, with two venues, a clock to move, and a front that puts envelopes. */
final class IntakeWorld implements AutoCloseable {

    static final int RETENTION = 14;
    static final LocalDate TODAY = LocalDate.of(2026, 4, 12);
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    private final Random random = new Random(7);
    private Instant now = Instant.parse("2026-04-12T09:30:00Z");
    private Instant worked = now;
    private final OfficeWorld world;
    private final OpenOffice opened;
    private final TestDatabases databases;
    private final Database office;
    final VenueCode venue = VenueCode.random(random);
    final SpotCode entrance = SpotCode.random(random);
    final VenueCode otherVenue = VenueCode.random(random);
    final SpotCode otherEntrance = SpotCode.random(random);
    private final Map<LocalDate, Epoch> epochsOfDays = new HashMap<>();
    final KeyStore keys;
    private final EpochStore epochs;
    final VisitStore visits;
    final DirectoryStore directory;
    final Secrets secrets;
    private final DayJob days;
    final Holds holds;
    final IntakeJob intake;

    IntakeWorld(Path folder) {
        world = new OfficeWorld(folder, () -> now)
                .service(ServiceFile.miyagi()
                        .withDisease(new Disease(Map.of("ja", "感染症"), RETENTION, RETENTION, Map.of("ja", "－"), 60)));
        opened = world.open();
        databases = world.databases();
        office = opened.database;
        keys = opened.keys;
        epochs = opened.epochs;
        secrets = opened.secrets;
        visits = opened.visits;
        directory = new DirectoryStore(databases.exchange().jdbi());
        days = opened.dayJob();
        days.runOnce();
        holds = opened.holds;
        intake = job();
        registerVenues();
    }

    IntakeJob job() {
        return opened.intake(Map.of(EnvelopeKind.APPLICATION, (tx, content) -> {
            if (new String(content, StandardCharsets.US_ASCII).equals("refused by the database")) {
                tx.execute("select cast('no number' as int)");
            }
            throw new RefusedEnvelopeException("nonsense");
        }));
    }

    private void registerVenues() {
        UUID officer = officer("reviewer");
        Fixtures.venue(office.jdbi(), venue, entrance, officer);
        Fixtures.venue(office.jdbi(), otherVenue, otherEntrance, officer);
    }

    /** The opener of what runs all day. */
    Opener allDayOpener() {
        return opened.allDayOpener;
    }

    Instant now() {
        return now;
    }

    Jdbi exchange() {
        return databases.exchange().jdbi();
    }

    Jdbi office() {
        return office.jdbi();
    }

    IntakeWorld later(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The work of every night until now: keys and partitions made and destroyed. */
    IntakeWorld dayWorkDone() {
        Instant until = now;
        while (worked.isBefore(until)) {
            worked = worked.plus(Duration.ofDays(1));
            now = worked.isBefore(until) ? worked : until;
            days.runOnce();
        }
        worked = until;
        return this;
    }

    /** A mail to a venue, as any feature hands one in. */
    IntakeWorld mailsToVenue(String address) {
        office.jdbi()
                .useTransaction(tx -> opened.mails.add(
                        tx, EmailAddress.of(address), PosterMail.KIND, TestLanguages.JA, Map.of("venue", "食堂")));
        return this;
    }

    /** The office's database as a backup of now would bring it back. */
    Database backup() {
        Database backup = Database.open("backup", TestDatabases.backup(world.configuration));
        TestDatabases.refresh(office, world.configuration);
        return backup;
    }

    SpotCode unknownSpot() {
        return SpotCode.random(random);
    }

    LinkToken foreignLink() {
        return LinkToken.random(random);
    }

    /** The one that erases. */
    LinkToken linkOf(Envelope checkIn) {
        return secrets.links().of(checkIn.id());
    }

    /** A check-in as the front seals it now, not yet put. */
    Envelope checkIn(String address, SpotCode spot) {
        return checkIn(UUID.randomUUID(), address, spot);
    }

    Envelope checkIn(UUID id, String address, SpotCode spot) {
        return sealed(
                id,
                EnvelopeKind.CHECK_IN,
                new CheckIn(spot, now, TestLanguages.JA).toBytes(),
                EmailAddress.of(address).wireForm().getBytes(StandardCharsets.US_ASCII));
    }

    Envelope checkIn(Epoch epoch, String address, SpotCode spot) {
        return sealed(
                epoch,
                UUID.randomUUID(),
                EnvelopeKind.CHECK_IN,
                new CheckIn(spot, now, TestLanguages.JA).toBytes(),
                EmailAddress.of(address).wireForm().getBytes(StandardCharsets.US_ASCII));
    }

    Envelope application(String content) {
        return sealed(EnvelopeKind.APPLICATION, new byte[0], content.getBytes(StandardCharsets.US_ASCII));
    }

    IntakeWorld checksIn(String address, SpotCode spot) {
        return put(checkIn(address, spot));
    }

    /** By the mail's first link. @param link the one that erases */
    IntakeWorld confirms(LinkToken link) {
        return triesToConfirmBy(link.confirming());
    }

    IntakeWorld triesToConfirmBy(LinkToken token) {
        return put(sealed(EnvelopeKind.CONFIRMATION, new byte[0], token.bytes()));
    }

    /** As an office left it whose mails had one link for both. */
    IntakeWorld withOneLinkFor(LinkToken link) {
        for (Database database : List.of(office, databases.exchange())) {
            String table = database == office ? "visit" : "directory.receipt";
            database.jdbi()
                    .useHandle(handle -> handle.createUpdate(
                                    "update " + table + " set link_hash = :only where link_hash = :hash")
                            .bind("only", link.hash())
                            .bind("hash", link.confirming().hash())
                            .execute());
        }
        databases.exchange().jdbi().useHandle(handle -> handle.execute("update directory.receipt set one_link = true"));
        return this;
    }

    IntakeWorld erases(Erasure.Scope scope, LinkToken link) {
        return put(sealed(EnvelopeKind.ERASURE, new byte[0], new Erasure(scope, link).toBytes()));
    }

    private Envelope sealed(EnvelopeKind kind, byte[] open, byte[] content) {
        return sealed(UUID.randomUUID(), kind, open, content);
    }

    private Envelope sealed(UUID id, EnvelopeKind kind, byte[] open, byte[] content) {
        return sealed(
                epochsOfDays.computeIfAbsent(LocalDate.ofInstant(now, ZONE), this::announcedEpoch),
                id,
                kind,
                open,
                content);
    }

    private static Envelope sealed(Epoch epoch, UUID id, EnvelopeKind kind, byte[] open, byte[] content) {
        return Envelope.sealed(kind, id, open, content, epoch.next(kind.seals()).orElseThrow());
    }

    /** An epoch of today that the office does not know yet. */
    Epoch epoch() {
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        return Epoch.begin(
                today,
                Stream.of(KeyPurpose.values())
                        .map(purpose -> published(today, purpose))
                        .toList());
    }

    private SealKey published(LocalDate day, KeyPurpose purpose) {
        return KeyStatement.fromBytes(directory.key(day, purpose).orElseThrow().statement())
                .key();
    }

    private Epoch announcedEpoch(LocalDate today) {
        Epoch epoch = epoch();
        office.jdbi()
                .useTransaction(tx -> epochs.add(
                        tx, epoch.id(), today, EpochAnnouncement.of(epoch).wraps(), now));
        return epoch;
    }

    IntakeWorld put(Envelope... envelopes) {
        return put(Stream.of(envelopes).map(Envelope::toBytes).toArray(byte[][]::new));
    }

    /** Puts as the front's own role does. */
    IntakeWorld put(byte[]... envelopes) {
        Fixtures.put(databases.frontExchange(), envelopes);
        return this;
    }

    /** A fresh office's job for the wishes of visitors. @param more what a test does amid the erasure of visits */
    VisitorErasureJob visitorErasure(VisitRows... more) {
        return opened.visitorErasure(more);
    }

    /** The wishes of visitors that wait are worked off. */
    IntakeWorld wishesDone() {
        visitorErasure().runOnce();
        return this;
    }

    /** A hold on a day, by two officers. */
    UUID held(LocalDate day) {
        Hold asked = ((Holds.Outcome.Done) holds.ask(
                        new Holds.Wish(day, day, HoldReason.INCIDENT, "1", day.plusDays(RETENTION + 10)),
                        deciding("asks")))
                .hold();
        holds.confirm(deciding("confirms"), asked.id(), asked.hash());
        return asked.id();
    }

    /** An officer who may decide on holds. */
    Officer deciding(String login) {
        return new Officer(officer(login), login, "担当", EmailAddress.of("o@example.jp"), Set.of(Role.APPROVER));
    }

    UUID officer(String login) {
        return Fixtures.officer(office.jdbi(), login);
    }

    /** How many envelopes the intake took from the mailbox. */
    int taken() {
        return intake.drainOnce();
    }

    AudienceStore.Count count(VenueCode... venues) {
        return opened.audiences.count(new Audience(
                Arrays.stream(venues)
                        .map(code -> new Audience.AudiencePlace(code, List.of()))
                        .toList(),
                now.minus(Duration.ofDays(3)),
                now.plusSeconds(1)));
    }

    List<String> rows(String sql) {
        return office.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Days that have a partition. */
    List<LocalDate> partitions() {
        return office.jdbi().withHandle(new VisitDayStore()::days);
    }

    /** Somebody dropped a day's partition. */
    IntakeWorld withoutPartition(LocalDate day) {
        Fixtures.dropDay(office.jdbi(), day);
        return this;
    }

    int number(String table) {
        return Integer.parseInt(rows("select count(*) from " + table).getFirst());
    }

    /** Every row of every table of both databases as text; octets as letters where they are such. */
    String everything() {
        return Dump.of("escape", office, databases.exchange());
    }

    /** The same with octets in hexadecimal digits, as a dump has them. */
    String dump() {
        return Dump.of("hex", office, databases.exchange());
    }

    @Override
    public void close() {
        world.close();
    }
}
