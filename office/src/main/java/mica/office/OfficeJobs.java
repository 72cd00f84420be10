package mica.office;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mica.exchange.envelope.EnvelopeKind;
import mica.office.applications.ApplicationMails;
import mica.office.delivery.Admission;
import mica.office.delivery.NoticeDelivery;
import mica.office.directory.RepublishJob;
import mica.office.door.DoorLane;
import mica.office.door.DoorMails;
import mica.office.door.MailWriter;
import mica.office.door.Recipients;
import mica.office.erasure.DayJob;
import mica.office.erasure.Days;
import mica.office.intake.ConfirmationMail;
import mica.office.intake.Intake;
import mica.office.intake.IntakeJob;
import mica.office.intake.Receiver;
import mica.office.kept.VisitRows;
import mica.office.ledger.DailyTotals;
import mica.office.ledger.HeadMail;
import mica.office.message.MessageComposer;
import mica.office.posters.PublicDocuments;
import mica.office.relay.Relay;
import mica.office.venues.PosterMail;
import mica.office.visitor.VisitorErasureJob;
import mica.office.visitor.VisitorErasures;

/** Makes what works by itself in an office of the parts it has; starts nothing. */
final class OfficeJobs {

    private final Office office;

    OfficeJobs(Office office) {
        this.office = office;
    }

    /** All that may remember a day's keys. */
    List<Consumer<LocalDate>> memories() {
        return List.of(
                office.secrets::forget, office.dead::forget, office.allDayOpener::forget, office.noticeOpener::forget);
    }

    /** @param memories are told to forget */
    DayJob days(List<Consumer<LocalDate>> memories) {
        return new DayJob(
                office.database.jdbi(),
                office.keyStore,
                memories,
                KeptRows.byDay(office.publisher, office.clock, office.zone),
                office.holds,
                office.publisher,
                office.configuration.service(),
                new Days(office.clock, office.databaseClock, office.zone));
    }

    RepublishJob republishing() {
        return new RepublishJob(List.of(
                office.service::publish,
                office.venues.publication()::runForAll,
                new PublicDocuments(office.printer, office.service, office.publisher)::publish,
                new DailyTotals(office.database.jdbi(), office.publisher, office.clock, office.zone)::publish));
    }

    MessageComposer composer() {
        return new MessageComposer(office.style, office.service, office.clock);
    }

    DoorMails doorMails() {
        return new DoorMails(composer(), writers());
    }

    /** Each feature's own mails of the door lane. */
    private List<MailWriter> writers() {
        List<MailWriter> writers = new ArrayList<>(ApplicationMails.writers());
        writers.add(ConfirmationMail.writer(office.secrets.links()::of));
        writers.add(PosterMail.writer(office.venues::postersOf));
        writers.add(HeadMail.writer());
        writers.add(office.notices.mail().testWriter());
        return writers;
    }

    DoorLane doorLane(DoorMails contents, Relay relay) {
        return new DoorLane(
                office.database.jdbi(),
                office.mails,
                new Recipients(office.allDayOpener, office.secrets.atRest(), office.dead, office.pace),
                contents,
                relay,
                office.configuration.doorSessions(),
                office.time);
    }

    NoticeDelivery noticeDelivery(Relay relay) {
        return new NoticeDelivery(
                office.database.jdbi(),
                office.visits,
                office.notices.fixing(),
                office.noticeOpener,
                office.secrets.tags(),
                office.notices.mail(),
                composer(),
                relay,
                new Admission(office.dead::isDead, office.pace, office.time),
                office.configuration.notices(),
                office.time);
    }

    private VisitorErasures erasures(List<VisitRows> rows) {
        return new VisitorErasures(
                office.visits, rows, office.holds, office.secrets.atRest(), office.clock, office.zone);
    }

    /** @param rows that go with single visits */
    VisitorErasureJob visitorErasure(List<VisitRows> rows) {
        return new VisitorErasureJob(
                office.database.jdbi(),
                erasures(rows),
                office.visits,
                KeptRows.byPerson(office.allDayOpener, office.secrets.tags()),
                office.publisher);
    }

    Map<EnvelopeKind, Receiver> receivers() {
        return new Receivers(
                        office.secrets.atRest(),
                        office.mails,
                        office.venues.publication(),
                        office.service,
                        office.clock)
                .all();
    }

    IntakeJob intake(Map<EnvelopeKind, Receiver> receivers) {
        return Intake.job(
                office.exchange.jdbi(),
                office.database.jdbi(),
                office.allDayOpener,
                office.epochs,
                office.secrets,
                office.visits,
                office.mails,
                erasures(KeptRows.byVisit()),
                office.publisher,
                receivers,
                office.clock,
                office.zone);
    }
}
