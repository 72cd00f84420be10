package mica.office;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.MovedTime;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.ServiceFacts;
import mica.office.keys.TestKeys;
import mica.office.ledger.LedgerCopy;
import mica.office.message.MailSender;
import mica.office.notice.NoticeConfiguration;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import mica.office.service.ServiceFile;
import org.jspecify.annotations.Nullable;

/**
 * What offices of a test stand in: real databases of its own, a folder of keys, a clock and a relay that the test gives, and
 * a configuration. Each office it opens is the real one; what was changed here before holds for it.
 */
public final class OfficeWorld implements AutoCloseable {

    public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    public final DatabaseConfiguration configuration;
    public final InstantSource clock;
    private final DatabaseConfiguration exchange;
    private static final int DOOR_SESSIONS = 4;

    private final @Nullable TestDatabases databases;
    private final boolean ownDatabases;
    private final Path folder;
    private final Deque<OpenOffice> opened = new ArrayDeque<>();
    private InstantSource databaseClock;
    private ServiceFacts service = ServiceFile.miyagi();
    private NoticeConfiguration notices = NoticeConfiguration.usual();
    private MailConfiguration mail = MailConfiguration.plain(MailSender.of(EmailAddress.of("mica@pref.example.jp")));
    private LedgerCopy ledgerCopy = new LedgerCopy.None();
    private List<RelayConfiguration> relays = List.of(RelayConfiguration.plain("127.0.0.1", 1, "office.example.jp"));
    private Relay relay = new Relay(relays);
    private Pace pace = new Pace(Providers.usual());

    /** @param clock of this machine and of the database */
    public OfficeWorld(Path folder, InstantSource clock) {
        this(TestDatabases.create(), true, folder, clock);
    }

    /** An office's database of its own beside others on an exchange that is kept when this closes. */
    public OfficeWorld(TestDatabases databases, Path folder, InstantSource clock) {
        this(databases, false, folder, clock);
    }

    private OfficeWorld(TestDatabases databases, boolean ownDatabases, Path folder, InstantSource clock) {
        this(databases, ownDatabases, databases.exchangeConfiguration(), databases.createOffice(), folder, clock);
    }

    /** The same world as another process sees it, which has made the databases. */
    public static OfficeWorld ofAnother(
            DatabaseConfiguration exchange, DatabaseConfiguration office, Path folder, InstantSource clock) {
        return new OfficeWorld(null, false, exchange, office, folder, clock);
    }

    private OfficeWorld(
            @Nullable TestDatabases databases,
            boolean ownDatabases,
            DatabaseConfiguration exchange,
            DatabaseConfiguration office,
            Path folder,
            InstantSource clock) {
        this.databases = databases;
        this.ownDatabases = ownDatabases;
        this.exchange = exchange;
        this.configuration = office;
        this.folder = folder;
        this.clock = clock;
        this.databaseClock = clock;
    }

    /** Those of this process. */
    public TestDatabases databases() {
        return requireNonNull(databases);
    }

    public Path keys() {
        return folder.resolve("keys");
    }

    public OfficeWorld databaseClock(InstantSource other) {
        databaseClock = other;
        return this;
    }

    public OfficeWorld service(ServiceFacts facts) {
        service = facts;
        return this;
    }

    public OfficeWorld notices(NoticeConfiguration sending) {
        notices = sending;
        return this;
    }

    public OfficeWorld ledgerCopy(LedgerCopy copy) {
        ledgerCopy = copy;
        return this;
    }

    /** Mails come back to addresses of their own. */
    public OfficeWorld ownReturnPaths(MailSender sender) {
        mail = new MailConfiguration(sender, true, List.of(), Set.of(), null);
        return this;
    }

    public OfficeWorld relays(List<RelayConfiguration> to) {
        relays = to;
        relay = new Relay(to);
        return this;
    }

    public OfficeWorld pace(Pace other) {
        pace = other;
        return this;
    }

    /** An office with connections of its own, closed with this world at the latest. */
    public OpenOffice open() {
        return open(keys(), configuration);
    }

    /** One whose keys are somewhere else. */
    public OpenOffice open(Path keys) {
        return open(keys, configuration);
    }

    /** One whose database is another one, such as a backup. */
    public OpenOffice open(DatabaseConfiguration database) {
        return open(keys(), database);
    }

    private OpenOffice open(Path keys, DatabaseConfiguration database) {
        TestKeys.open(keys);
        OpenOffice office = new OpenOffice(Office.open(
                configuration(keys, database),
                new Surroundings(clock, asked -> databaseClock, MovedTime::of, relay, pace)));
        opened.push(office);
        return office;
    }

    OfficeConfiguration configuration(Path keys, DatabaseConfiguration database) {
        return new OfficeConfiguration(
                OfficeConfiguration.console("127.0.0.1", 0),
                false,
                keys,
                TestKeys.PASSPHRASE,
                folder.resolve("work"),
                ledgerCopy,
                exchange,
                "mica_front",
                database,
                relays,
                mail,
                DOOR_SESSIONS,
                notices,
                service);
    }

    @Override
    public void close() {
        opened.forEach(OpenOffice::close);
        if (ownDatabases) {
            databases().close();
        }
    }
}
