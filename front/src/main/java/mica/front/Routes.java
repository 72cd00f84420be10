package mica.front;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static mica.web.Access.ANYONE;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import mica.front.checkin.CheckInPages;
import mica.front.health.FrontHealthPages;
import mica.front.info.InfoPages;
import mica.front.ledger.PublicLedgerPages;
import mica.front.link.LinkPages;
import mica.front.venue.ApplyPages;
import mica.front.venue.StatusPages;
import mica.front.venue.VenueListPages;
import mica.web.Access;

/** Every address of the public site. The first that fits is taken, so the codes of the doors come last. */
record Routes(
        InfoPages info,
        FrontHealthPages health,
        PublicLedgerPages ledger,
        ApplyPages application,
        StatusPages status,
        VenueListPages venues,
        LinkPages link,
        CheckInPages checkIn) {

    record PublicRoute(HandlerType method, String path, Access access, Handler handler) {}

    List<PublicRoute> all() {
        return List.of(
                new PublicRoute(GET, "/", ANYONE, info::home),
                new PublicRoute(GET, "/about", ANYONE, info::about),
                new PublicRoute(GET, "/privacy", ANYONE, info::privacy),
                new PublicRoute(GET, "/accessibility", ANYONE, info::accessibility),
                new PublicRoute(GET, "/ledger", ANYONE, ledger::page),
                new PublicRoute(GET, "/ledger.json", ANYONE, ledger::json),
                new PublicRoute(GET, "/documents/{name}", ANYONE, info::document),
                new PublicRoute(GET, "/health", ANYONE, health::show),
                new PublicRoute(GET, "/health/live", ANYONE, health::live),
                new PublicRoute(GET, "/robots.txt", ANYONE, info::robots),
                new PublicRoute(GET, "/apply", ANYONE, application::blank),
                new PublicRoute(POST, "/apply", ANYONE, application::edit),
                new PublicRoute(POST, "/apply/check", ANYONE, application::check),
                new PublicRoute(POST, "/apply/send", ANYONE, application::send),
                new PublicRoute(GET, "/apply/done/{token}", ANYONE, application::done),
                new PublicRoute(GET, "/status/{token}", ANYONE, status::status),
                new PublicRoute(GET, "/status/{token}/correct", ANYONE, status::askToCorrect),
                new PublicRoute(POST, "/status/{token}/correct", ANYONE, status::edit),
                new PublicRoute(POST, "/status/{token}/correct/check", ANYONE, status::check),
                new PublicRoute(POST, "/status/{token}/correct/send", ANYONE, status::correct),
                new PublicRoute(GET, "/status/{token}/withdraw", ANYONE, status::askToWithdraw),
                new PublicRoute(POST, "/status/{token}/withdraw", ANYONE, status::withdraw),
                new PublicRoute(GET, "/status/{token}/sent", ANYONE, status::sent),
                new PublicRoute(GET, "/venues", ANYONE, venues::list),
                new PublicRoute(GET, "/c/{token}", ANYONE, link::askToConfirm),
                new PublicRoute(POST, "/c/{token}", ANYONE, link::confirm),
                new PublicRoute(GET, "/e/{token}", ANYONE, link::askToErase),
                new PublicRoute(POST, "/e/{token}", ANYONE, link::erase),
                new PublicRoute(GET, "/SAMPLE", ANYONE, checkIn::sample),
                new PublicRoute(GET, "/sample", ANYONE, checkIn::sample),
                new PublicRoute(GET, "/{code}", ANYONE, checkIn::door),
                new PublicRoute(POST, "/{code}", ANYONE, checkIn::register),
                new PublicRoute(GET, "/{code}/accepted/{stamp}", ANYONE, checkIn::accepted),
                new PublicRoute(GET, "/{code}/accepted/{stamp}/mail", ANYONE, checkIn::mail));
    }
}
