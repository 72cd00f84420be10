package mica.office;

import java.time.InstantSource;
import java.util.List;
import mica.exchange.database.Database;
import mica.exchange.health.Health;
import mica.office.applications.ApplicationPages;
import mica.office.drafting.DraftPages;
import mica.office.erasure.CertificatePages;
import mica.office.erasure.Certificates;
import mica.office.holds.HoldPages;
import mica.office.holds.Holds;
import mica.office.imports.ImportPages;
import mica.office.ledger.Exports;
import mica.office.ledger.Ledger;
import mica.office.ledger.LedgerPages;
import mica.office.notice.NoticePages;
import mica.office.officers.OfficerPages;
import mica.office.officers.Officers;
import mica.office.overview.HealthPages;
import mica.office.overview.OverviewPages;
import mica.office.report.SendingPages;
import mica.office.service.ServiceDesk;
import mica.office.service.ServicePages;
import mica.office.signin.DemoSignIn;
import mica.office.signin.OfficerSession;
import mica.office.signin.SignInPages;
import mica.office.venues.PlaceStore;
import mica.office.venues.VenuePages;
import mica.office.web.ConsolePages;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** From what the console's pages are built. */
record ConsoleRooms(
        Database database,
        VenueRooms venues,
        NoticeRooms notices,
        Officers officers,
        ServiceDesk service,
        Holds holds,
        Certificates certificates,
        InstantSource clock) {

    /** @param demo null except in a demonstration */
    ConsolePages pages(Site site, OfficerSession session, @Nullable DemoSignIn demo, Health health) {
        Exports exports = new Exports(database.jdbi(), new Ledger(clock));
        ApplicationPages applicationPages =
                new ApplicationPages(site, venues.applications(), venues.venues(), venues.posters(), officers);
        SendingPages sendingPages = new SendingPages(site, notices.notices(), exports);
        NoticePages noticePages = new NoticePages(
                site,
                notices.notices(),
                (content, language, erase) -> notices.mail().html(content, language, erase, null),
                sendingPages::show);
        HoldPages holdPages = new HoldPages(site, holds, officers);
        return new ConsolePages(
                new SignInPages(site, officers, session, demo),
                new OverviewPages(
                        site, List.of(applicationPages::waiting, noticePages::waiting, holdPages::waiting), health),
                applicationPages,
                new VenuePages(site, venues.venues(), venues.posters(), notices.visits()),
                new ImportPages(site, venues.imports(), exports),
                new OfficerPages(site, officers),
                new ServicePages(site, service),
                noticePages,
                new DraftPages(site, notices.notices(), new PlaceStore(database.jdbi()), clock),
                sendingPages,
                new LedgerPages(site, database.jdbi()),
                holdPages,
                new CertificatePages(site, database.jdbi(), certificates),
                new HealthPages(health));
    }
}
