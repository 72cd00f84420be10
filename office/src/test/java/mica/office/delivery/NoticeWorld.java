package mica.office.delivery;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.Language;
import mica.exchange.text.PseudoLanguage;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.drafting.NoticeTemplates;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.notice.Notice;
import mica.office.notice.NoticeConfiguration;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeOutcome;
import mica.office.notice.NoticePlace;
import mica.office.notice.Notices;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;

/** An office with venues, visitors and officers, a real database and a real mail server. */
public final class NoticeWorld implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    public static final LocalDate DAY = LocalDate.parse("2026-04-12");
    public static final Instant FROM = at(DAY, 10);
    static final Instant TO = at(DAY, 18);

    private final Random random = new Random(11);
    final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    public volatile Instant now = Instant.parse("2026-04-13T00:30:00Z");
    final InstantSource clock = () -> now;
    private final OfficeWorld world;
    private final OpenOffice first;
    private OpenOffice latest;
    private NoticeConfiguration sendingOfLatest;
    final DatabaseConfiguration configuration;
    public final Database office;
    private final Map<LocalDate, Epoch> epochsOfDays = new HashMap<>();
    private final EpochStore epochs;
    final KeyStore keys;
    final Secrets secrets;
    final VisitStore visits;
    final ServiceFacts service = service();
    public final Officer author = officer("author", "起案担当", Role.AUTHOR);
    public final Officer approver = officer("approver", "承認担当", Role.APPROVER);
    public final Officer otherApprover = officer("approver2", "承認担当（副）", Role.APPROVER);
    public final VenueCode venue;
    public final SpotCode entrance = SpotCode.random(random);
    public final SpotCode upstairs = SpotCode.random(random);
    public final VenueCode otherVenue;
    public final SpotCode otherEntrance = SpotCode.random(random);
    Pace pace = new Pace(Providers.usual());
    NoticeConfiguration sending = new NoticeConfiguration(2, Duration.ofHours(48), 10, 20, 1_000);

    public NoticeWorld(Path folder) {
        world = new OfficeWorld(folder, clock).service(service).notices(sending);
        first = world.open();
        latest = first;
        sendingOfLatest = sending;
        configuration = world.configuration;
        office = first.database;
        epochs = first.epochs;
        keys = first.keys;
        secrets = first.secrets;
        visits = first.visits;
        greenMail.start();
        for (Officer officer : List.of(author, approver, otherApprover)) {
            office.jdbi()
                    .useHandle(handle -> handle.createUpdate("""
                        insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)
                        values (:id, :login, :name, :email, '', '', '{}', now())
                        """)
                            .bind("id", officer.id())
                            .bind("login", officer.loginName())
                            .bind("name", officer.name())
                            .bind("email", officer.email().wireForm())
                            .execute());
        }
        venue = venue("みちのく食堂", entrance, upstairs);
        otherVenue = venue("杜の湯", otherEntrance);
        for (int back = 0; back < 4; back++) {
            keys.ensureDay(DAY.minusDays(back));
            LocalDate day = DAY.minusDays(back);
            office.jdbi().useHandle(handle -> new VisitDayStore().ensure(handle, day));
        }
    }

    public static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).atZone(ZONE).toInstant();
    }

    private Officer officer(String login, String name, Role role) {
        return new Officer(
                new UUID(0, login.hashCode()), login, name, EmailAddress.of(login + "@pref.example.jp"), Set.of(role));
    }

    private VenueCode venue(String name, SpotCode... spots) {
        VenueCode code = VenueCode.random(random);
        office.jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,"
                            + " contact_person, email, opening_hours, language, listed, state, registered_on,"
                            + " registered_by, address_key, phone_key) values (?, ?, 'カナ', 's', '', '仙台市', '青葉区1-1', '',"
                            + " '', '', '', 'ja', true, 'OPEN', '2026-04-01', ?, '', '')",
                    code.value(),
                    name,
                    author.id());
            int position = 1;
            for (SpotCode spot : spots) {
                handle.execute(
                        "insert into spot (code, venue_code, label, position) values (?, ?, ?, ?)",
                        spot.value(),
                        code.value(),
                        position == 1 ? "入口" : "2階",
                        position++);
            }
        });
        return code;
    }

    /** One check-in, as the intake stores it. */
    public VisitRef checkIn(
            String address, VenueCode at, SpotCode spot, Instant when, Language language, boolean confirmed) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        LocalDate day = LocalDate.ofInstant(when, ZONE);
        CheckIn checkIn = new CheckIn(spot, when, language);
        Epoch epoch = epochsOfDays.computeIfAbsent(day, this::announcedEpoch);
        Envelope envelope = Envelope.sealed(
                EnvelopeKind.CHECK_IN,
                id,
                checkIn.toBytes(),
                address.getBytes(StandardCharsets.US_ASCII),
                epoch.next(EnvelopeKind.CHECK_IN.seals()).orElseThrow());
        VisitRef ref = new VisitRef(day, at, when, id, spot, language, confirmed);
        office.jdbi().useTransaction(tx -> {
            visits.add(
                    tx,
                    List.of(new VisitStore.NewVisit(
                            ref,
                            secrets.links().of(id).confirming().hash(),
                            secrets.tags().maskedTag(EmailAddress.of(address), day, id),
                            envelope.seal(KeyPurpose.DAY).toBytes())));
            if (confirmed) {
                visits.confirm(tx, ref, when.plusSeconds(60));
            }
        });
        return ref;
    }

    private Epoch announcedEpoch(LocalDate day) {
        Epoch epoch = Epoch.begin(
                day,
                Stream.of(KeyPurpose.values())
                        .map(purpose -> keys.publicKey(day, purpose).orElseThrow())
                        .toList());
        office.jdbi()
                .useTransaction(tx -> epochs.add(
                        tx, epoch.id(), day, EpochAnnouncement.of(epoch).wraps(), FROM));
        return epoch;
    }

    public VisitRef visitor(String address) {
        return checkIn(address, venue, entrance, FROM.plusSeconds(3_600), TestLanguages.JA, true);
    }

    public void visitors(int count) {
        for (int i = 0; i < count; i++) {
            visitor("visitor" + i + "@example.jp");
        }
    }

    public Notices notices() {
        return latest().notices;
    }

    Fixing fixing() {
        return latest().fixing;
    }

    /** The office by the sending that is wanted now. */
    private OpenOffice latest() {
        if (sending != sendingOfLatest) {
            sendingOfLatest = sending;
            latest = another();
        }
        return latest;
    }

    /** One more office, with connections and memories of its own. */
    OpenOffice another() {
        return world.notices(sending).pace(pace).open();
    }

    public NoticeContent content() {
        return content(List.of(new NoticePlace(venue, "みちのく食堂", List.of())));
    }

    public NoticeContent content(List<NoticePlace> places) {
        return new NoticeContent(
                NoticeKind.FIRST,
                null,
                places,
                FROM,
                TO,
                true,
                NoticeTemplates.write(
                        new NoticeTemplates.Facts(NoticeKind.FIRST, "N-2026-0001", null, places, FROM, TO), service));
    }

    public Notice draft(NoticeContent content) {
        Notice opened = notices().open(author);
        return done(notices().save(author, opened.id(), opened.version(), content));
    }

    public Notice asked(NoticeContent content) {
        Notice draft = draft(content);
        return done(notices().ask(author, draft.id(), draft.version()));
    }

    public Notice approved(NoticeContent content) {
        Notice asked = asked(content);
        return done(notices().approve(approver, asked.id(), String.valueOf(asked.contentHash())));
    }

    public static Notice done(NoticeOutcome decision) {
        if (decision instanceof NoticeOutcome.Done done) {
            return done.notice();
        }
        throw new AssertionError("not done: " + decision);
    }

    public Notice stored(UUID id) {
        return notices().read(handle -> notices().store().find(handle, id)).orElseThrow();
    }

    Progress progress(UUID id) {
        return notices().read(handle -> new RecipientStore().progress(handle, stored(id)));
    }

    NoticeDelivery delivery(int port) {
        return delivery(new Relay(RelayConfiguration.plain("127.0.0.1", port, "office.example.jp")));
    }

    /** Of an office of its own. */
    NoticeDelivery delivery(Relay relay) {
        return another().noticeDelivery(relay);
    }

    /** What an office just started knows. */
    DeadAddresses dead() {
        return another().dead;
    }

    String exchangeUrl() {
        return world.databases().exchangeConfiguration().url();
    }

    /** As if the time of every lease were over. */
    void leasesRunOut() {
        office.jdbi().useHandle(handle -> handle.execute("update recipient_chunk set leased_until = '-infinity'"));
    }

    /** Ends the connections of the office, or kills one of the server's processes so that it begins anew. */
    void databaseFails(boolean crash) {
        if (crash) {
            ProcessHandle.of(count("select pg_backend_pid()")).ifPresent(ProcessHandle::destroyForcibly);
        } else {
            world.databases()
                    .asSuperuser("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                            + " where usename = 'mica_office' and pid <> pg_backend_pid()");
        }
    }

    /** From now on what is committed is on the disk, as outside of tests. */
    void durable() {
        world.databases().asSuperuser("alter system set fsync = on");
        world.databases().asSuperuser("select pg_reload_conf()");
    }

    void functionsTracked() {
        world.databases().asSuperuser("alter system set track_functions = 'all'");
        world.databases().asSuperuser("select pg_reload_conf()");
    }

    int count(String sql) {
        return office.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    /** Sends until the notice is over. */
    public void deliver(UUID notice) {
        try (NoticeDelivery delivery = delivery(greenMail.getSmtp().getPort())) {
            delivery.start();
            until(() -> stored(notice).state().isOver());
        }
    }

    static void until(BooleanSupplier condition) {
        until(Duration.ofMinutes(2), condition);
    }

    static void until(Duration longest, BooleanSupplier condition) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    List<MimeMessage> mails() {
        return Arrays.asList(greenMail.getReceivedMessages());
    }

    List<String> addressees() {
        return mails().stream().map(NoticeWorld::addressee).sorted().toList();
    }

    static String addressee(MimeMessage mail) {
        try {
            return mail.getHeader("To", ",");
        } catch (MessagingException broken) {
            throw new AssertionError(broken);
        }
    }

    static ServiceFacts service() {
        return PseudoLanguage.offeredBy(new ServiceFacts(
                ServiceFacts.State.OPEN,
                Map.of("ja", "みやぎお知らせコロナアプリ", "en", "Miyagi notice app"),
                Map.of("ja", "宮城県", "en", "Miyagi Prefecture"),
                Map.of("ja", "疾病・感染症対策課", "en", "Infectious Disease Control Division"),
                Disease.of(Map.of("ja", "新型コロナウイルス感染症", "en", "COVID-19"), 14),
                "022-211-0000",
                "kansen@pref.example.jp",
                Map.of("ja", "9:00-17:00"),
                "https://mica.example.jp",
                "Asia/Tokyo",
                List.of(),
                List.of("仙台市"),
                null,
                false,
                List.of()));
    }

    @Override
    public void close() {
        greenMail.stop();
        world.close();
    }
}
