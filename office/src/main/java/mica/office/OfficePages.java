package mica.office;

import java.util.List;
import mica.exchange.health.Health;
import mica.office.applications.ApplicationPages;
import mica.office.drafting.DraftPages;
import mica.office.erasure.CertificatePages;
import mica.office.holds.HoldPages;
import mica.office.imports.ImportPages;
import mica.office.ledger.Exports;
import mica.office.ledger.Ledger;
import mica.office.ledger.LedgerPages;
import mica.office.notice.NoticePages;
import mica.office.officers.OfficerPages;
import mica.office.overview.HealthPages;
import mica.office.overview.OverviewPages;
import mica.office.report.SendingPages;
import mica.office.service.ServicePages;
import mica.office.signin.DemoSignIn;
import mica.office.signin.OfficerSession;
import mica.office.signin.SignInPages;
import mica.office.venues.PlaceStore;
import mica.office.venues.VenuePages;
import mica.office.web.ConsolePages;
import mica.web.Site;

/** Makes the pages of the console of the parts an office has. */
final class OfficePages {

    private OfficePages() {}

    /** @param known officers whose credentials the page for signing in shows; none outside of demonstrations */
    static ConsolePages of(
            Office office, Site site, OfficerSession session, List<DemoSignIn.Known> known, Health health) {
        DemoSignIn demo = known.isEmpty() ? null : new DemoSignIn(office.officers, known);
        ApplicationPages applications =
                new ApplicationPages(site, office.applications, office.venues, office.posters, office.officers);
        Exports exports = new Exports(office.database.jdbi(), new Ledger(office.clock));
        NoticePages notices = new NoticePages(site, office.notices, office.noticeMail);
        HoldPages holds = new HoldPages(site, office.holds, office.officers);
        return new ConsolePages(
                new SignInPages(site, office.officers, session, demo),
                new OverviewPages(site, List.of(applications::waiting, notices::waiting, holds::waiting), health),
                applications,
                new VenuePages(site, office.venues, office.posters, office.visits),
                new ImportPages(site, office.imports, exports),
                new OfficerPages(site, office.officers),
                new ServicePages(site, office.service),
                notices,
                new DraftPages(site, office.notices, new PlaceStore(office.database.jdbi()), office.clock),
                new SendingPages(site, office.notices, exports),
                new LedgerPages(site, office.database.jdbi()),
                holds,
                new CertificatePages(site, office.database.jdbi(), office.certificates()),
                new HealthPages(health));
    }
}
