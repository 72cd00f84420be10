package mica.office.web;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.web.Access;
import mica.web.Site;

/** Every page of the console: method, path, who may, what happens. Any one of the roles suffices. */
final class ConsoleRoutes {

    /** One line of the table. */
    record ConsoleRoute(HandlerType method, String path, Set<RouteRole> access, Handler handler) {}

    private record MenuItem(Site.NavItem item, Set<Allowed> access) {}

    private static final List<MenuItem> MENU = List.of(
            item("/", "menu.overview"),
            item("/applications", "menu.applications", Role.REVIEWER),
            item("/venues", "menu.venues", Role.REVIEWER),
            item("/imports", "menu.imports", Role.REVIEWER),
            item("/notices", "menu.notices", Role.AUTHOR, Role.APPROVER),
            item("/officers", "menu.officers", Role.ADMINISTRATOR),
            item("/service", "menu.service", Role.ADMINISTRATOR),
            item("/holds", "menu.holds", Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR),
            item("/erasures", "menu.erasures", Role.ADMINISTRATOR, Role.AUDITOR),
            item("/ledger", "menu.ledger", Role.ADMINISTRATOR, Role.AUDITOR));

    private ConsoleRoutes() {}

    static List<ConsoleRoute> table(ConsolePages pages) {
        List<ConsoleRoute> table = new ArrayList<>();
        var signIn = pages.signIn();
        table.add(open(HandlerType.GET, "/login", signIn::show));
        table.add(open(HandlerType.GET, "/health", pages.health()::show));
        table.add(open(HandlerType.POST, "/login", signIn::signIn));
        table.add(open(HandlerType.POST, "/logout", signIn::signOut));
        table.add(get("/account", signIn::account));
        table.add(post("/account/password", signIn::changePassword));

        table.add(get("/", pages.overview()::show));

        var applications = pages.applications();
        table.add(get("/applications", applications::queue, Role.REVIEWER));
        table.add(get("/applications/{id}", applications::application, Role.REVIEWER));
        table.add(get("/applications/{id}/poster.pdf", applications::poster, Role.REVIEWER));
        table.add(post("/applications/{id}/approve", applications::approve, Role.REVIEWER));
        table.add(post("/applications/{id}/return", applications::giveBack, Role.REVIEWER));
        table.add(post("/applications/{id}/reject", applications::reject, Role.REVIEWER));

        var venues = pages.venues();
        table.add(get("/venues", venues::list, Role.REVIEWER));
        table.add(get("/venues/{code}", venues::venue, Role.REVIEWER));
        table.add(get("/venues/{code}/edit", venues::editForm, Role.REVIEWER));
        table.add(post("/venues/{code}/edit", venues::edit, Role.REVIEWER));
        table.add(post("/venues/{code}/state", venues::setState, Role.REVIEWER));
        table.add(get("/venues/{code}/posters.pdf", venues::posters, Role.REVIEWER));
        table.add(post("/venues/{code}/posters", venues::sendPosters, Role.REVIEWER));

        var imports = pages.imports();
        table.add(get("/imports", imports::list, Role.REVIEWER));
        table.add(post("/imports", imports::upload, Role.REVIEWER));
        table.add(get("/imports/{id}", imports::show, Role.REVIEWER));
        table.add(post("/imports/{id}/mapping", imports::map, Role.REVIEWER));
        table.add(post("/imports/{id}/start", imports::start, Role.REVIEWER));
        table.add(get("/imports/{id}/report.csv", imports::report, Role.REVIEWER));
        table.add(post("/imports/{id}/posters", imports::printPosters, Role.REVIEWER));
        table.add(get("/imports/{id}/posters.pdf", imports::posters, Role.REVIEWER));

        var officers = pages.officers();
        table.add(get("/officers", officers::list, Role.ADMINISTRATOR));
        table.add(post("/officers", officers::add, Role.ADMINISTRATOR));
        table.add(get("/officers/new", officers::form, Role.ADMINISTRATOR));
        table.add(get("/officers/{id}", officers::officer, Role.ADMINISTRATOR));
        table.add(post("/officers/{id}/roles", officers::changeRoles, Role.ADMINISTRATOR));
        table.add(post("/officers/{id}/deactivate", officers::deactivate, Role.ADMINISTRATOR));
        table.add(post("/officers/{id}/activate", officers::activate, Role.ADMINISTRATOR));
        table.add(post("/officers/{id}/reset", officers::reset, Role.ADMINISTRATOR));

        var service = pages.service();
        table.add(get("/service", service::show, Role.ADMINISTRATOR));
        table.add(post("/service/open", service::open, Role.ADMINISTRATOR));
        table.add(get("/service/end", service::confirmEnd, Role.ADMINISTRATOR));
        table.add(post("/service/end", service::end, Role.ADMINISTRATOR));
        table.add(get("/ledger", pages.ledger()::list, Role.ADMINISTRATOR, Role.AUDITOR));
        erasure(table, pages);
        notices(table, pages);
        return List.copyOf(table);
    }

    private static void erasure(List<ConsoleRoute> table, ConsolePages pages) {
        var holds = pages.holds();
        table.add(get("/holds", holds::list, Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR));
        table.add(post("/holds", holds::ask, Role.ADMINISTRATOR, Role.APPROVER));
        table.add(get("/holds/new", holds::form, Role.ADMINISTRATOR, Role.APPROVER));
        table.add(get("/holds/{id}", holds::show, Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR));
        table.add(post("/holds/{id}/confirm", holds::confirm, Role.ADMINISTRATOR, Role.APPROVER));
        table.add(post("/holds/{id}/refuse", holds::refuse, Role.ADMINISTRATOR, Role.APPROVER));
        table.add(post("/holds/{id}/lift", holds::lift, Role.ADMINISTRATOR, Role.APPROVER));
        var certificates = pages.certificates();
        table.add(get("/erasures", certificates::list, Role.ADMINISTRATOR, Role.AUDITOR));
        table.add(get("/erasures/{day}/certificate.json", certificates::certificate, Role.ADMINISTRATOR, Role.AUDITOR));
    }

    private static void notices(List<ConsoleRoute> table, ConsolePages pages) {
        var notices = pages.notices();
        table.add(get("/notices", notices::list, Role.AUTHOR, Role.APPROVER));
        table.add(get("/notices/{id}", notices::show, Role.AUTHOR, Role.APPROVER));
        table.add(get("/notices/{id}/preview", notices::preview, Role.AUTHOR, Role.APPROVER));
        table.add(post("/notices/{id}/approve", notices::approve, Role.APPROVER));
        table.add(post("/notices/{id}/return", notices::giveBack, Role.APPROVER));
        table.add(post("/notices/{id}/follow-up", notices::followUp, Role.AUTHOR));

        var drafts = pages.drafts();
        table.add(post("/notices", drafts::open, Role.AUTHOR));
        table.add(get("/notices/{id}/edit", drafts::edit, Role.AUTHOR));
        table.add(post("/notices/{id}/edit", drafts::save, Role.AUTHOR));
        table.add(get("/notices/{id}/count", drafts::count, Role.AUTHOR));
        table.add(get("/notices/{id}/check", drafts::check, Role.AUTHOR));
        table.add(post("/notices/{id}/test", drafts::test, Role.AUTHOR));
        table.add(post("/notices/{id}/ask", drafts::ask, Role.AUTHOR));
        table.add(post("/notices/{id}/discard", drafts::discard, Role.AUTHOR));

        var sending = pages.sending();
        table.add(post("/notices/{id}/pause", sending::pause, Role.AUTHOR, Role.APPROVER));
        table.add(post("/notices/{id}/resume", sending::resume, Role.AUTHOR, Role.APPROVER));
        table.add(get("/notices/{id}/stop", sending::askToStop, Role.AUTHOR, Role.APPROVER));
        table.add(post("/notices/{id}/stop", sending::stop, Role.AUTHOR, Role.APPROVER));
        table.add(get("/notices/{id}/events", sending::events, Role.AUTHOR, Role.APPROVER));
        table.add(get("/notices/{id}/counts.csv", sending::csv, Role.AUTHOR, Role.APPROVER));
    }

    /** Every route in a line such as {@code GET /venues/{code} [REVIEWER]}. */
    static List<String> lines(ConsolePages pages) {
        return table(pages).stream()
                .map(route -> route.method() + " " + route.path() + " "
                        + route.access().stream().map(Object::toString).sorted().toList())
                .toList();
    }

    /** The menu of an officer: what their roles open. */
    static List<Site.NavItem> menu(Officer officer) {
        return MENU.stream()
                .filter(entry -> entry.access().stream().anyMatch(rule -> rule.may(officer)))
                .map(MenuItem::item)
                .toList();
    }

    private static MenuItem item(String href, String textKey, Role... roles) {
        return new MenuItem(new Site.NavItem(href, textKey), allowed(roles));
    }

    private static Set<Allowed> allowed(Role... roles) {
        return roles.length == 0
                ? Set.of(Allowed.OFFICER)
                : Stream.of(roles).map(Allowed::new).collect(Collectors.toUnmodifiableSet());
    }

    private static ConsoleRoute open(HandlerType method, String path, Handler handler) {
        return new ConsoleRoute(method, path, Set.of(Access.ANYONE), handler);
    }

    /** @param roles any one of which suffices; none when every officer may */
    private static ConsoleRoute get(String path, Handler handler, Role... roles) {
        return new ConsoleRoute(HandlerType.GET, path, Set.copyOf(allowed(roles)), handler);
    }

    private static ConsoleRoute post(String path, Handler handler, Role... roles) {
        return new ConsoleRoute(HandlerType.POST, path, Set.copyOf(allowed(roles)), handler);
    }
}
