package mica.office;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
import mica.office.applications.ApplicationMails;
import mica.office.delivery.Admission;
import mica.office.delivery.NoticeDelivery;
import mica.office.directory.DirectoryPublisher;
import mica.office.directory.RepublishJob;
import mica.office.door.DoorLane;
import mica.office.door.DoorMails;
import mica.office.door.MailQueue;
import mica.office.door.MailStates;
import mica.office.door.MailWriter;
import mica.office.door.Recipients;
import mica.office.erasure.Certificates;
import mica.office.erasure.DayJob;
import mica.office.erasure.Days;
import mica.office.erasure.SealedDays;
import mica.office.holds.Holds;
import mica.office.imports.ImportJob;
import mica.office.imports.VenueImport;
import mica.office.intake.ConfirmationMail;
import mica.office.intake.EpochStore;
import mica.office.intake.Intake;
import mica.office.keys.KeyStore;
import mica.office.keys.LedgerKey;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.ledger.DailyTotals;
import mica.office.ledger.HeadMail;
import mica.office.ledger.KeyEntries;
import mica.office.ledger.Ledger;
import mica.office.ledger.LedgerDesk;
import mica.office.ledger.LedgerJob;
import mica.office.message.MailStyle;
import mica.office.message.MessageComposer;
import mica.office.officers.Officers;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.posters.PosterPrinter;
import mica.office.posters.PublicDocuments;
import mica.office.relay.Relay;
import mica.office.relay.RelayCheck;
import mica.office.service.ServiceDesk;
import mica.office.signin.DemoSignIn;
import mica.office.signin.OfficerSession;
import mica.office.street.StreetJob;
import mica.office.venues.PosterMail;
import mica.office.venues.Venues;
import mica.office.visitor.VisitorErasureJob;
import mica.office.visitor.VisitorErasures;
import mica.office.visits.VisitStore;
import mica.office.web.Away;
import mica.office.web.Console;
import mica.office.web.ConsolePages;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The administration's zone: builds every object by hand, runs the jobs, serves the console. */
public final class Office implements AutoCloseable {

    private final OfficeConfiguration configuration;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Database exchange;
    private final Database database;
    private final DatabaseTime time;
    private final KeyStore keyStore;
    private final Secrets secrets;
    private final EpochStore epochs;
    private final Opener allDayOpener;
    private final Opener noticeOpener;
    private final VisitStore visits;
    private final DirectoryPublisher publisher;
    private final ServiceDesk service;
    private final MailQueue mails;
    private final MailStyle style;
    private final DeadAddresses dead;
    private final Officers officers;
    private final PosterPrinter printer;
    private final VenueRooms venues;
    private final NoticeRooms notices;
    private final LedgerKey ledgerKey;
    private final LedgerJob ledgerJob;
    private final DayJob days;
    private final Holds holds;
    private final Relay relay;
    private final Pulses pulses = new Pulses();
    private @Nullable Console console;

    private Office(OfficeConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.zone = ZoneId.of(configuration.service().timeZone());
        this.keyStore = KeyStore.open(configuration.keys(), configuration.keysPassphrase());
        this.exchange = openingUpToDate("exchange", configuration.exchange());
        this.database = openingUpToDate("office", configuration.database());
        this.time = new DatabaseTime(database.clock());
        keyStore.neverReplace(
                new SealedDays(database.jdbi(), () -> LocalDate.ofInstant(clock.instant(), zone))::wereKeysUsed);
        this.secrets = new Secrets(keyStore);
        this.epochs = new EpochStore(database.jdbi());
        this.allDayOpener = new Opener(keyStore, epochs, Set.of(KeyPurpose.FORM, KeyPurpose.DOOR));
        this.noticeOpener = new Opener(keyStore, epochs, Set.of(KeyPurpose.DAY));
        this.visits = new VisitStore(database.jdbi(), secrets, zone);
        this.publisher = new DirectoryPublisher(exchange.jdbi(), clock);
        this.service = new ServiceDesk(database.jdbi(), configuration.service(), publisher, clock);
        this.mails = new MailQueue(secrets, time, zone);
        this.style = OfficeMail.style(configuration.mail(), keyStore, secrets);
        this.dead = new DeadAddresses(database.jdbi(), secrets, clock, zone);
        this.officers = new Officers(database.jdbi(), secrets, time);
        this.printer = new PosterPrinter();
        this.venues = VenueRooms.of(
                configuration.work(), database, publisher, secrets, mails, service, printer, clock, time, zone);
        this.notices =
                NoticeRooms.of(configuration.notices(), database, visits, secrets, mails, service, time, zone);
        this.ledgerKey = new LedgerKey(keyStore);
        this.ledgerJob = new LedgerJob(database.jdbi(), ledgerKey, configuration.ledgerCopy(), mails, clock, zone);
        this.relay = new Relay(configuration.relays());
        this.holds = new Holds(database.jdbi(), configuration.service(), clock);
        this.days = opening(makeDays());
    }

    /** Starts jobs and console. The databases must be up to date. */
    public static Office start(OfficeConfiguration configuration, InstantSource clock) {
        return start(configuration, clock, List.of());
    }

    /** As {@link #start}, with a sign-in page that shows the credentials of known officers. For demonstrations only. */
    public static Office startDemo(
            OfficeConfiguration configuration, List<DemoSignIn.Known> known, InstantSource clock) {
        if (!configuration.service().demo()) {
            throw new IllegalArgumentException("only a demonstration shows credentials");
        }
        return start(configuration, clock, known);
    }

    /** The office without jobs and console, for maintenance commands beside a running one. */
    public static Office open(OfficeConfiguration configuration, InstantSource clock) {
        return new Office(configuration, clock);
    }

    private static Office start(OfficeConfiguration configuration, InstantSource clock, List<DemoSignIn.Known> known) {
        Office office = new Office(configuration, clock);
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
        opening(new RepublishJob(List.of(
                        service::publish,
                        venues.publication()::runForAll,
                        new PublicDocuments(printer, service, publisher)::publish,
                        new DailyTotals(database.jdbi(), publisher, clock, zone)::publish)))
                .start();
        Pace pace = new Pace(Providers.usual());
        MessageComposer composer = new MessageComposer(style, service, clock);
        opening(OfficeMail.listen(
                configuration.mail(), database.jdbi(), style, secrets, visits, mails, dead, clock, zone));
        opening(MailStates.start(publisher, mails, clock));
        opening(new DoorLane(
                        database.jdbi(),
                        mails,
                        new Recipients(allDayOpener, secrets, dead, pace),
                        new DoorMails(composer, writers()),
                        relay,
                        configuration.doorSessions(),
                        time))
                .start();
        opening(new NoticeDelivery(
                        database.jdbi(),
                        visits,
                        notices.fixing(),
                        noticeOpener,
                        secrets,
                        notices.mail(),
                        composer,
                        relay,
                        new Admission(dead::isDead, pace, time),
                        configuration.notices(),
                        time))
                .start();
        VisitorErasures erasures = new VisitorErasures(visits, KeptRows.byVisit(), holds, secrets, clock, zone);
        opening(new VisitorErasureJob(
                        database.jdbi(), erasures, visits, KeptRows.byPerson(allDayOpener, secrets), publisher))
                .start();
        opening(Intake.job(
                        exchange.jdbi(),
                        database.jdbi(),
                        allDayOpener,
                        epochs,
                        secrets,
                        visits,
                        mails,
                        erasures,
                        publisher,
                        new Receivers(secrets, mails, venues.publication(), service, clock).all(),
                        clock,
                        zone))
                .start();
    }

    private DayJob makeDays() {
        return new DayJob(
                database.jdbi(),
                keyStore,
                List.of(secrets::forget, dead::forget, allDayOpener::forget, noticeOpener::forget),
                KeptRows.byDay(publisher, clock, zone),
                holds,
                publisher,
                configuration.service(),
                new Days(clock, database.clock(), zone));
    }

    /** Each feature's own mails of the door lane. */
    private List<MailWriter> writers() {
        List<MailWriter> writers = new ArrayList<>(ApplicationMails.writers());
        writers.add(ConfirmationMail.writer(secrets::linkOf));
        writers.add(PosterMail.writer(venues::postersOf));
        writers.add(HeadMail.writer());
        writers.add(notices.mail().testWriter());
        return writers;
    }

    private void startConsole(List<DemoSignIn.Known> known) {
        OfficeHealth parts = opening(new OfficeHealth(configuration, exchange, database, clock))
                .with("relay", relay::part)
                .with("clock", days::clock)
                .with("keys", days::keys)
                .with("ledger", ledgerJob::part)
                .with(pulses.question());
        Health health = parts.all();
        opening(new HealthJob(health, report -> {
                    time.read();
                    publisher.publishSign(report.condition());
                })
                .start());
        Site site = Console.site(service);
        OfficerSession session = new OfficerSession(officers, time);
        DemoSignIn demo = known.isEmpty() ? null : new DemoSignIn(officers, known);
        ConsolePages pages = new ConsoleRooms(
                        database, venues, notices, officers, service, holds, certificates(), clock)
                .pages(site, session, demo, health);
        Away away = new Away(parts.officeDatabase(), Console.site(service::lastKnown));
        console = opening(Console.start(configuration.web(), configuration.https(), session, away, site, pages));
    }

    /** The port of the console. @throws IllegalStateException when it was opened without one */
    public int port() {
        return console().port();
    }

    /** Every route of the console with who may, such as {@code GET /venues/{code} [REVIEWER]}; for guards. */
    public List<String> routes() {
        return console().routes();
    }

    private Console console() {
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

    private Certificates certificates() {
        return new Certificates(keyStore, configuration.service(), clock);
    }

    /** Verifies the certificates of this installation. @param key that is to have signed them */
    public Certificates.Standing verifyCertificates(OfficeKey key) {
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
