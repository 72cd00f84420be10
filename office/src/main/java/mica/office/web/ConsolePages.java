package mica.office.web;

import mica.office.applications.ApplicationPages;
import mica.office.drafting.DraftPages;
import mica.office.erasure.CertificatePages;
import mica.office.holds.HoldPages;
import mica.office.imports.ImportPages;
import mica.office.ledger.LedgerPages;
import mica.office.notice.NoticePages;
import mica.office.officers.OfficerPages;
import mica.office.overview.HealthPages;
import mica.office.overview.OverviewPages;
import mica.office.report.SendingPages;
import mica.office.service.ServicePages;
import mica.office.signin.SignInPages;
import mica.office.venues.VenuePages;

/** The handlers of every feature that has pages in the console. */
public record ConsolePages(
        SignInPages signIn,
        OverviewPages overview,
        ApplicationPages applications,
        VenuePages venues,
        ImportPages imports,
        OfficerPages officers,
        ServicePages service,
        NoticePages notices,
        DraftPages drafts,
        SendingPages sending,
        LedgerPages ledger,
        HoldPages holds,
        CertificatePages certificates,
        HealthPages health) {}
