package mica.front;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static mica.web.Access.ANYONE;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import mica.front.checkin.CheckInPages;
import mica.front.health.HealthPages;
import mica.front.info.InfoPages;
import mica.front.ledger.LedgerPages;
import mica.front.link.LinkPages;
import mica.front.venue.ApplicationPages;
import mica.front.venue.StatusPages;
import mica.front.venue.VenueListPages;
import mica.web.Access;

/** Every address of the public site. The first that fits is taken, so the codes of the doors come last. */
record Routes(
        InfoPages info,
        HealthPages health,
        LedgerPages ledger,
        ApplicationPages application,
        StatusPages status,
        VenueListPages venues,
        LinkPages link,
        CheckInPages checkIn) {

    record Route(HandlerType method, String path, Access access, Handler handler) {}

    List<Route> all() {
        return List.of(
                new Route(GET, "/", ANYONE, info::home),
                new Route(GET, "/about", ANYONE, info::about),
                new Route(GET, "/privacy", ANYONE, info::privacy),
                new Route(GET, "/accessibility", ANYONE, info::accessibility),
                new Route(GET, "/ledger", ANYONE, ledger::page),
                new Route(GET, "/ledger.json", ANYONE, ledger::json),
                new Route(GET, "/documents/{name}", ANYONE, info::document),
                new Route(GET, "/health", ANYONE, health::show),
                new Route(GET, "/health/live", ANYONE, health::live),
                new Route(GET, "/robots.txt", ANYONE, info::robots),
                new Route(GET, "/apply", ANYONE, application::blank),
                new Route(POST, "/apply", ANYONE, application::edit),
                new Route(POST, "/apply/check", ANYONE, application::check),
                new Route(POST, "/apply/send", ANYONE, application::send),
                new Route(GET, "/apply/done/{token}", ANYONE, application::done),
                new Route(GET, "/status/{token}", ANYONE, status::status),
                new Route(GET, "/status/{token}/correct", ANYONE, status::askToCorrect),
                new Route(POST, "/status/{token}/correct", ANYONE, status::edit),
                new Route(POST, "/status/{token}/correct/check", ANYONE, status::check),
                new Route(POST, "/status/{token}/correct/send", ANYONE, status::correct),
                new Route(GET, "/status/{token}/withdraw", ANYONE, status::askToWithdraw),
                new Route(POST, "/status/{token}/withdraw", ANYONE, status::withdraw),
                new Route(GET, "/status/{token}/sent", ANYONE, status::sent),
                new Route(GET, "/venues", ANYONE, venues::list),
                new Route(GET, "/c/{token}", ANYONE, link::askToConfirm),
                new Route(POST, "/c/{token}", ANYONE, link::confirm),
                new Route(GET, "/e/{token}", ANYONE, link::askToErase),
                new Route(POST, "/e/{token}", ANYONE, link::erase),
                new Route(GET, "/SAMPLE", ANYONE, checkIn::sample),
                new Route(GET, "/sample", ANYONE, checkIn::sample),
                new Route(GET, "/{code}", ANYONE, checkIn::door),
                new Route(POST, "/{code}", ANYONE, checkIn::register),
                new Route(GET, "/{code}/accepted/{stamp}", ANYONE, checkIn::accepted),
                new Route(GET, "/{code}/accepted/{stamp}/mail", ANYONE, checkIn::mail));
    }
}
