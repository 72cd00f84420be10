package mica.office.web;

import mica.office.erasure.CertificatePages;
import mica.office.erasure.HoldPages;
import mica.office.ledger.LedgerPages;
import mica.office.notice.DraftPages;
import mica.office.notice.NoticePages;
import mica.office.notice.SendingPages;
import mica.office.officer.OfficerPages;
import mica.office.officer.SignInPages;
import mica.office.overview.HealthPages;
import mica.office.overview.OverviewPages;
import mica.office.service.ServicePages;
import mica.office.venue.ApplicationPages;
import mica.office.venue.ImportPages;
import mica.office.venue.VenuePages;

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
