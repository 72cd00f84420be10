package mica.office.web;

import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.health.Beating;
import mica.exchange.health.Health;
import mica.exchange.health.Pulse;
import mica.exchange.text.Texts;
import mica.office.imports.CsvTable;
import mica.office.keys.KeysMissingException;
import mica.office.officers.Officer;
import mica.office.signin.OfficerSession;
import mica.web.Asking;
import mica.web.Assets;
import mica.web.Site;
import mica.web.WebConfiguration;
import mica.web.WebServer;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The officers' web server. Its pages and who may open them are in {@link ConsoleRoutes}. */
public final class Console implements AutoCloseable, Beating {

    private final WebServer server;
    private final List<String> routes;

    private Console(WebServer server, List<String> routes) {
        this.server = server;
        this.routes = routes;
    }

    /** What the console's pages share. */
    public static Site site(Supplier<ServiceFacts> service) {
        return new Site(
                new Texts(
                        "mica.web",
                        "mica.office.web",
                        "mica.office.overview",
                        "mica.office.officers",
                        "mica.office.venues",
                        "mica.office.service",
                        "mica.office.approval",
                        "mica.office.notice",
                        "mica.office.ledger",
                        "mica.office.erasure"),
                "jte.office",
                new Assets("mica.css", "errors.js", "notice.js", "import.js"),
                service,
                Console::menu);
    }

    /**
     * Starts listening.
     *
     * @param away answers while the database is away
     * @param https whether officers reach the console by HTTPS; false only on the same machine, as in a demonstration
     */
    public static Console start(
            WebConfiguration configuration,
            boolean https,
            OfficerSession session,
            Away away,
            Site site,
            ConsolePages pages) {
        if (!configuration.strictOrigin()) {
            throw new IllegalArgumentException("the console takes forms of its own pages only");
        }
        ConsoleAccess access = new ConsoleAccess(session);
        WebServer server = WebServer.start(configuration, site, config -> {
            config.jetty.modifyServletContextHandler(handler -> handler.setSessionHandler(sessions(https)));
            config.jetty.multipartConfig.maxFileSize(CsvTable.LARGEST + 1_000L, SizeUnit.BYTES);
            config.jetty.multipartConfig.maxTotalRequestSize(CsvTable.LARGEST + 200_000L, SizeUnit.BYTES);
            config.routes.before(away::check);
            config.routes.exception(JdbiException.class, (failure, ctx) -> away.failed(failure, ctx, site));
            config.routes.exception(KeysMissingException.class, (missing, ctx) -> away.keysMissing(missing, ctx, site));
            config.events.serverStopping(pages.sending()::leave);
            config.routes.beforeMatched(access::check);
            for (ConsoleRoutes.ConsoleRoute route : ConsoleRoutes.table(pages)) {
                config.routes.addHttpHandler(
                        route.method(),
                        route.path(),
                        route.handler(),
                        route.access().toArray(RouteRole[]::new));
            }
        });
        return new Console(server, ConsoleRoutes.lines(pages));
    }

    /** Every route with who may, in lines such as {@code GET /venues/{code} [REVIEWER]}; for guards. */
    public List<String> routes() {
        return routes;
    }

    public int port() {
        return server.port();
    }

    /** Whom the server of a console turned away, also of one that is still to be started. */
    public static Health.HealthQuestion question(Supplier<@Nullable Console> console) {
        return WebServer.question(() -> {
            Console there = console.get();
            return there == null ? null : there.server;
        });
    }

    @Override
    public List<Pulse> pulses() {
        return server.pulses();
    }

    @Override
    public void close() {
        server.close();
    }

    private static SessionHandler sessions(boolean https) {
        SessionHandler sessions = new SessionHandler();
        // The prefix makes browsers refuse a cookie planted by a neighbouring host (RFC 6265bis, 4.1.3.2).
        sessions.setSessionCookie(https ? "__Host-console" : "console");
        sessions.setSessionPath("/");
        sessions.setHttpOnly(true);
        sessions.setSameSite(HttpCookie.SameSite.STRICT);
        sessions.setSecureCookies(https);
        sessions.setUsingUriParameters(false);
        sessions.setMaxInactiveInterval((int) OfficerSession.LONGEST_IDLE.toSeconds());
        return sessions;
    }

    private static List<Site.NavItem> menu(Context ctx) {
        return Asking.isKnown(ctx, Officer.class) ? ConsoleRoutes.menu(Asking.person(ctx, Officer.class)) : List.of();
    }
}
