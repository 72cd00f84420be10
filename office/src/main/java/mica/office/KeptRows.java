package mica.office;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import mica.office.delivery.NoticeReturns;
import mica.office.delivery.RecipientDayStore;
import mica.office.delivery.RecipientStore;
import mica.office.directory.PublishedStore;
import mica.office.door.MailQueue;
import mica.office.intake.EpochStore;
import mica.office.intake.Intake;
import mica.office.kept.DayRows;
import mica.office.kept.PersonRows;
import mica.office.kept.VisitRows;
import mica.office.keys.Opener;
import mica.office.keys.PersonTags;
import mica.office.outcome.DeadAddresses;

/** Whatever must go with a day, a visit or a person, beside the visits themselves: a feature that keeps more is named here. */
final class KeptRows {

    private KeptRows() {}

    /** Everything that is kept by days; docs/data.md says of which table why it is here or not. */
    static List<DayRows> byDay(PublishedStore publisher, InstantSource clock, ZoneId zone) {
        return List.of(
                MailQueue.rows(),
                Intake.quarantined(),
                EpochStore.rows(),
                new RecipientDayStore(clock),
                NoticeReturns.rows(),
                DeadAddresses.rows(),
                publisher.receipts(),
                publisher.mailStates());
    }

    /** Everything that belongs to single visits. */
    static List<VisitRows> byVisit() {
        return List.of(
                MailQueue.ofVisits(),
                Intake.quarantinedOfVisits(),
                NoticeReturns.ofVisits(),
                RecipientStore::eraseSettled);
    }

    /** Everything of which it can be told whose it is without a visit. @param opener for the purpose DOOR */
    static List<PersonRows> byPerson(Opener opener, PersonTags tags) {
        return List.of(Intake.quarantinedOfPeople(opener, tags), DeadAddresses.ofPeople(tags));
    }
}
