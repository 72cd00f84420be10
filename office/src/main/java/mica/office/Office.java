package mica.office;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.DatabaseTime;
import mica.exchange.health.Health;
import mica.exchange.health.HealthJob;
import mica.exchange.health.Pulses;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.OfficeKey;
import mica.office.directory.PublishedStore;
import mica.office.door.MailQueue;
import mica.office.door.MailStates;
import mica.office.erasure.Certificates;
import mica.office.erasure.DayJob;
import mica.office.erasure.SealedDays;
import mica.office.holds.Holds;
import mica.office.imports.ImportJob;
import mica.office.imports.VenueImport;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.LedgerKey;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.ledger.KeyEntries;
import mica.office.ledger.Ledger;
import mica.office.ledger.LedgerDesk;
import mica.office.ledger.LedgerJob;
import mica.office.message.MailStyle;
import mica.office.officers.Officers;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.posters.PosterPrinter;
import mica.office.relay.Relay;
import mica.office.relay.RelayCheck;
import mica.office.service.ServiceDesk;
import mica.office.signin.DemoSignIn;
import mica.office.signin.OfficerSession;
import mica.office.street.StreetJob;
import mica.office.venues.Venues;
import mica.office.visits.VisitStore;
import mica.office.web.Away;
import mica.office.web.Console;
import mica.office.web.ConsolePages;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The administration's zone: builds every object by hand, runs the jobs, serves the console. */
public final class Office implements AutoCloseable {

    final OfficeConfiguration configuration;
    final InstantSource clock;
    final ZoneId zone;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    final Database exchange;
    final Database database;
    final InstantSource databaseClock;
    final DatabaseTime time;
    final KeyStore keyStore;
    final Secrets secrets;
    final EpochStore epochs;
    final Opener allDayOpener;
    final Opener noticeOpener;
    final VisitStore visits;
    final PublishedStore publisher;
    final ServiceDesk service;
    final MailQueue mails;
    final MailStyle style;
    final DeadAddresses dead;
    final Officers officers;
    final PosterPrinter printer;
    final VenueRooms venues;
    final NoticeRooms notices;
    final LedgerKey ledgerKey;
    final LedgerJob ledgerJob;
    final DayJob days;
    final Holds holds;
    final Relay relay;
    final Pace pace;
    final OfficeJobs jobs = new OfficeJobs(this);
    private final Pulses pulses = new Pulses();
    private volatile @Nullable Console console;

    private Office(OfficeConfiguration configuration, Surroundings around) {
        this.configuration = configuration;
        this.clock = around.clock();
        this.zone = ZoneId.of(configuration.service().timeZone());
        this.keyStore = KeyStore.open(configuration.keys(), configuration.keysPassphrase());
        this.exchange = openingUpToDate("exchange", configuration.exchange());
        this.database = openingUpToDate("office", configuration.database());
        this.databaseClock = around.databaseClock().apply(database.clock());
        this.time = around.steady().apply(databaseClock);
        keyStore.neverReplace(
                new SealedDays(database.jdbi(), () -> LocalDate.ofInstant(clock.instant(), zone))::wereKeysUsed);
        this.secrets = Secrets.of(keyStore);
        this.epochs = new EpochStore(database.jdbi());
        this.allDayOpener = new Opener(keyStore, epochs, Set.of(KeyPurpose.FORM, KeyPurpose.DOOR));
        this.noticeOpener = new Opener(keyStore, epochs, Set.of(KeyPurpose.DAY));
        this.visits = new VisitStore(database.jdbi(), secrets, zone);
        this.publisher = new PublishedStore(exchange.jdbi(), clock);
        this.service = new ServiceDesk(database.jdbi(), configuration.service(), publisher, clock);
        this.mails = new MailQueue(secrets.atRest(), time, zone);
        this.style = OfficeMail.style(configuration.mail(), keyStore, secrets.links());
        this.dead = new DeadAddresses(database.jdbi(), secrets.tags(), clock, zone);
        this.officers = new Officers(database.jdbi(), secrets.atRest(), time);
        this.printer = new PosterPrinter();
        this.venues = VenueRooms.of(
                configuration.work(),
                database,
                publisher,
                secrets.atRest(),
                mails,
                service,
                printer,
                clock,
                time,
                zone);
        this.notices = NoticeRooms.of(configuration.notices(), database, visits, secrets, mails, service, time, zone);
        this.ledgerKey = new LedgerKey(keyStore);
        this.ledgerJob = new LedgerJob(
                database.jdbi(),
                ledgerKey,
                configuration.ledgerCopy(),
                mails,
                clock,
                zone,
                configuration.service().ownLanguage());
        this.relay = around.relay();
        this.pace = around.pace();
        this.holds = new Holds(database.jdbi(), configuration.service(), clock);
        this.days = opening(jobs.days(jobs.memories()));
    }

    /** Starts jobs and console. The databases must be up to date. */
    public static Office start(OfficeConfiguration configuration, InstantSource clock) {
        return start(configuration, Surroundings.real(configuration, clock), List.of());
    }

    /** As {@link #start}, with a sign-in page that shows the credentials of known officers. For demonstrations only. */
    public static Office startDemo(
            OfficeConfiguration configuration, List<DemoSignIn.Known> known, InstantSource clock) {
        if (!configuration.service().demo()) {
            throw new IllegalArgumentException("only a demonstration shows credentials");
        }
        return start(configuration, Surroundings.real(configuration, clock), known);
    }

    /** The office without jobs and console, for maintenance commands beside a running one. */
    public static Office open(OfficeConfiguration configuration, InstantSource clock) {
        return open(configuration, Surroundings.real(configuration, clock));
    }

    static Office open(OfficeConfiguration configuration, Surroundings around) {
        return new Office(configuration, around);
    }

    private static Office start(OfficeConfiguration configuration, Surroundings around, List<DemoSignIn.Known> known) {
        Office office = new Office(configuration, around);
        try {
            configuration.requireFreePorts();
            office.startJobs();
            office.startConsole(known);
            return office;
        } catch (RuntimeException failed) {
            office.close();
            throw failed;
        }
    }

    private void startJobs() {
        opening(new RelayCheck(relay)).start();
        opening(ledgerJob).start();
        days.start();
        opening(new StreetJob(exchange.jdbi(), configuration.frontRole())).start();
        opening(new KeyEntries(keyStore, database.jdbi(), new Ledger(clock))).start();
        opening(new ImportJob(venues.imports())).start();
        opening(jobs.republishing()).start();
        opening(OfficeMail.listen(
                configuration.mail(), database.jdbi(), style, secrets.links(), visits, mails, dead, clock, zone));
        opening(MailStates.start(publisher, mails, clock));
        opening(jobs.doorLane(jobs.doorMails(), relay)).start();
        opening(jobs.noticeDelivery(relay)).start();
        opening(jobs.visitorErasure(KeptRows.byVisit())).start();
        opening(jobs.intake(jobs.receivers())).start();
    }

    private void startConsole(List<DemoSignIn.Known> known) {
        OfficeHealth parts = opening(new OfficeHealth(configuration, exchange, database, clock))
                .with("relay", relay::part)
                .with("clock", days::clock)
                .with("keys", days::keys)
                .with("ledger", ledgerJob::part)
                .with(pulses.question())
                .with(Console.question(() -> console));
        Health health = parts.all();
        opening(new HealthJob(health, report -> {
                    time.read();
                    publisher.publishSign(report.condition());
                })
                .start());
        serve(known, health, parts.officeDatabase());
    }

    /** @param officeDatabase whether the database answers without which no page can be made */
    ConsolePages serve(List<DemoSignIn.Known> known, Health health, Health.HealthQuestion officeDatabase) {
        Site site = Console.site(service);
        OfficerSession session = new OfficerSession(officers, time);
        DemoSignIn demo = known.isEmpty() ? null : new DemoSignIn(officers, known);
        ConsolePages pages = new ConsoleRooms(
                        database, venues, notices, officers, service, holds, certificates(), clock)
                .pages(site, session, demo, health);
        Away away = new Away(officeDatabase, Console.site(service::lastKnown));
        console = opening(Console.start(configuration.web(), configuration.https(), session, away, site, pages));
        return pages;
    }

    /** The port of the console. @throws IllegalStateException when it was opened without one */
    public int port() {
        return console().port();
    }

    /** Every route of the console with who may, such as {@code GET /venues/{code} [REVIEWER]}; for guards. */
    public List<String> routes() {
        return console().routes();
    }

    Console console() {
        return Optional.ofNullable(console).orElseThrow(() -> new IllegalStateException("this office has no console"));
    }

    /** The public half of the key this office signs with, for fronts to pin. */
    public OfficeKey signingKey() {
        return keyStore.signingKey();
    }

    /** The public half of the key that signs the ledger's head, 32 octets. */
    public byte[] ledgerKey() {
        return ledgerKey.publicKey();
    }

    /** The ledger for operators: verifying and listing. */
    public LedgerDesk ledger() {
        return new LedgerDesk(database.jdbi(), clock, zone);
    }

    Certificates certificates() {
        return new Certificates(keyStore, configuration.service(), clock);
    }

    /** Verifies the certificates of this installation. @param key that is to have signed them */
    public Certificates.CertificatesStanding verifyCertificates(OfficeKey key) {
        return certificates().verify(database.jdbi(), key);
    }

    /** A person's word that this machine's clock is right, after an outage of more than a month. */
    public void trustClock() {
        DayJob.trustClock(database.jdbi(), clock.instant());
    }

    public Officers officers() {
        return officers;
    }

    public Venues venues() {
        return venues.venues();
    }

    public VenueImport imports() {
        return venues.imports();
    }

    /** The names of the threads whose work is watched; for guards. */
    public Set<String> threads() {
        return pulses.names();
    }

    private Database openingUpToDate(String name, DatabaseConfiguration where) {
        try {
            return opening(Schemas.open(name, where));
        } catch (RuntimeException unfit) {
            close();
            throw unfit;
        }
    }

    private <T extends AutoCloseable> T opening(T resource) {
        opened.push(pulses.add(resource));
        return resource;
    }

    /** Closes the console first, then the jobs, then the databases. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                org.slf4j.LoggerFactory.getLogger(Office.class).error("office.stop_failed", failed);
            }
        }
    }
}
