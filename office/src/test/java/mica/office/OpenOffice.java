package mica.office;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mica.exchange.database.Database;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.health.Health;
import mica.office.applications.ApplicationReceiver;
import mica.office.applications.Applications;
import mica.office.audience.AudienceStore;
import mica.office.bounce.ReturnDesk;
import mica.office.delivery.Fixing;
import mica.office.delivery.NoticeDelivery;
import mica.office.delivery.NoticeMail;
import mica.office.directory.PublishedStore;
import mica.office.door.DoorLane;
import mica.office.door.DoorMails;
import mica.office.door.MailQueue;
import mica.office.erasure.Certificates;
import mica.office.erasure.DayJob;
import mica.office.holds.Holds;
import mica.office.imports.VenueImport;
import mica.office.intake.EpochStore;
import mica.office.intake.IntakeJob;
import mica.office.intake.Receiver;
import mica.office.kept.DayRows;
import mica.office.kept.VisitRows;
import mica.office.keys.KeyStore;
import mica.office.keys.LedgerKey;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.ledger.LedgerJob;
import mica.office.message.ReturnPaths;
import mica.office.notice.Notices;
import mica.office.officers.Officers;
import mica.office.outcome.DeadAddresses;
import mica.office.relay.Relay;
import mica.office.service.ServiceDesk;
import mica.office.signin.DemoSignIn;
import mica.office.venues.Publication;
import mica.office.venues.Venues;
import mica.office.visits.VisitStore;
import mica.office.web.Console;
import mica.office.web.ConsolePages;

/** One office of a world, put together as the program does, and its parts within reach. Nothing of it runs by itself. */
public final class OpenOffice implements AutoCloseable {

    public final Database database;
    public final Database exchange;
    public final KeyStore keys;
    public final Secrets secrets;
    public final EpochStore epochs;
    public final Opener allDayOpener;
    public final VisitStore visits;
    public final AudienceStore audiences;
    public final PublishedStore publisher;
    public final ServiceDesk service;
    public final MailQueue mails;
    public final ReturnPaths returnPaths;
    public final DeadAddresses dead;
    public final Officers officers;
    public final Publication publication;
    public final Venues venues;
    public final Applications applications;
    public final ApplicationReceiver receiver;
    public final VenueImport imports;
    public final Fixing fixing;
    public final Notices notices;
    public final NoticeMail noticeMail;
    public final LedgerKey ledgerKey;
    public final LedgerJob ledgerJob;
    public final Holds holds;
    private final Office office;

    OpenOffice(Office office) {
        this.office = office;
        database = office.database;
        exchange = office.exchange;
        keys = office.keyStore;
        secrets = office.secrets;
        epochs = office.epochs;
        allDayOpener = office.allDayOpener;
        visits = office.visits;
        audiences = new AudienceStore(database.jdbi(), secrets.tags(), office.zone);
        publisher = office.publisher;
        service = office.service;
        mails = office.mails;
        returnPaths = office.style.returnPaths();
        dead = office.dead;
        officers = office.officers;
        publication = office.venues.publication();
        venues = office.venues.venues();
        applications = office.venues.applications();
        receiver = new Receivers(secrets.atRest(), mails, publication, service, office.clock).applications;
        imports = office.venues.imports();
        fixing = office.notices.fixing();
        notices = office.notices.notices();
        noticeMail = office.notices.mail();
        ledgerKey = office.ledgerKey;
        ledgerJob = office.ledgerJob;
        holds = office.holds;
    }

    /** As after a start. @param more that are told to forget a day */
    @SafeVarargs
    public final DayJob dayJob(Consumer<LocalDate>... more) {
        return office.jobs.days(
                Stream.concat(office.jobs.memories().stream(), Stream.of(more)).toList());
    }

    public List<DayRows> rowsByDay() {
        return KeptRows.byDay(publisher, office.clock, office.zone);
    }

    public Certificates certificates() {
        return office.certificates();
    }

    public IntakeJob intake() {
        return office.jobs.intake(office.jobs.receivers());
    }

    public IntakeJob intake(Map<EnvelopeKind, Receiver> receivers) {
        return office.jobs.intake(receivers);
    }

    /** @param more what a test does amid the erasure of visits */
    public mica.office.visitor.VisitorErasureJob visitorErasure(VisitRows... more) {
        return office.jobs.visitorErasure(
                Stream.concat(KeptRows.byVisit().stream(), Stream.of(more)).toList());
    }

    /** @param contents who writes the mails */
    public DoorLane doorLane(DoorMails contents, Relay relay) {
        return office.jobs.doorLane(contents, relay);
    }

    public NoticeDelivery noticeDelivery(Relay relay) {
        return office.jobs.noticeDelivery(relay);
    }

    public ReturnDesk returnDesk() {
        return OfficeMail.desk(
                database.jdbi(), office.style, secrets.links(), visits, mails, dead, office.clock, office.zone);
    }

    /** Opens its console. */
    public ConsolePages serve(List<DemoSignIn.Known> known, Health health, Health.HealthQuestion officeDatabase) {
        return office.serve(new ArrayList<>(known), health, officeDatabase);
    }

    public Console console() {
        return office.console();
    }

    @Override
    public void close() {
        office.close();
    }
}
