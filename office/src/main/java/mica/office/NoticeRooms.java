package mica.office;

import java.time.ZoneId;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseTime;
import mica.office.audience.AudienceStore;
import mica.office.delivery.Fixing;
import mica.office.delivery.NoticeMail;
import mica.office.door.MailQueue;
import mica.office.drafting.ReadyDrafting;
import mica.office.keys.Secrets;
import mica.office.notice.NoticeConfiguration;
import mica.office.notice.Notices;
import mica.office.service.ServiceDesk;
import mica.office.visits.VisitStore;

/** What the office has about notices: who gets them, what officers do with them, and how they read as mails. */
record NoticeRooms(VisitStore visits, Fixing fixing, Notices notices, NoticeMail mail) {

    static NoticeRooms of(
            NoticeConfiguration configuration,
            Database database,
            VisitStore visits,
            Secrets secrets,
            MailQueue mails,
            ServiceDesk service,
            DatabaseTime time,
            ZoneId zone) {
        Fixing fixing = new Fixing(
                database.jdbi(), visits, new AudienceStore(database.jdbi(), secrets.tags(), zone), configuration, time);
        return new NoticeRooms(
                visits,
                fixing,
                new Notices(database.jdbi(), fixing, new ReadyDrafting(service), mails, service, configuration, time),
                new NoticeMail(database.jdbi(), secrets.links(), service));
    }
}
