package mica.office;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseTime;
import mica.exchange.venue.VenueCode;
import mica.office.applications.ApplicationAnswers;
import mica.office.applications.Applications;
import mica.office.directory.PublishedStore;
import mica.office.door.MailQueue;
import mica.office.imports.VenueImport;
import mica.office.keys.AtRest;
import mica.office.posters.PosterPrinter;
import mica.office.service.ServiceDesk;
import mica.office.venues.Publication;
import mica.office.venues.VenuePosters;
import mica.office.venues.Venues;

/** What the office has about venues: the venues, their posters and imports, applications, and what of all is published. */
record VenueRooms(
        Publication publication, Venues venues, VenuePosters posters, VenueImport imports, Applications applications) {

    static VenueRooms of(
            Path work,
            Database database,
            PublishedStore publisher,
            AtRest atRest,
            MailQueue mails,
            ServiceDesk service,
            PosterPrinter printer,
            InstantSource clock,
            DatabaseTime time,
            ZoneId zone) {
        Publication publication =
                new Publication(database.jdbi(), publisher, new ApplicationAnswers(atRest, publisher));
        Venues venues = new Venues(database.jdbi(), mails, publication, clock, zone);
        VenuePosters posters = new VenuePosters(printer, service);
        return new VenueRooms(
                publication,
                venues,
                posters,
                new VenueImport(database.jdbi(), venues, posters, publication, service, time, work),
                new Applications(database.jdbi(), atRest, venues, mails, publication, clock));
    }

    byte[] postersOf(VenueCode code) {
        return venues.find(code)
                .map(venue -> posters.pdf(venue.details(), venues.spots(code)))
                .orElseThrow(() -> new IllegalStateException("no such venue"));
    }
}
