package mica.front;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mica.exchange.database.Database;
import mica.exchange.database.ExcessRightsException;
import mica.exchange.database.FrontRights;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.ServiceFacts;
import mica.front.checkin.CheckInPages;
import mica.front.directory.Directory;
import mica.front.info.InfoPages;
import mica.front.ledger.LedgerPages;
import mica.front.link.LinkPages;
import mica.front.mailbox.Mailbox;
import mica.front.mailbox.SelfCheck;
import mica.front.memory.MemoryJob;
import mica.front.page.ServiceState;
import mica.front.venue.ApplicationPages;
import mica.front.venue.StatusPages;
import mica.front.venue.VenueListPages;
import mica.web.Assets;
import mica.web.Site;
import mica.web.Texts;
import mica.web.WebConfiguration;
import mica.web.WebServer;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public zone, built by hand. It holds no key, sends no mail, and cannot read what it put. */
public final class Front implements AutoCloseable {

    /** Every package with texts of the public zone. */
    static final List<String> TEXTS = List.of(
            "mica.web",
            "mica.front.page",
            "mica.front.info",
            "mica.front.venue",
            "mica.front.checkin",
            "mica.front.link",
            "mica.front.ledger");

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** No page waits longer for the directory; a person at a door would not either. */
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(2);

    private static final List<Site.NavItem> MENU = List.of(
            new Site.NavItem("/", "menu.home"),
            new Site.NavItem("/apply", "menu.apply"),
            new Site.NavItem("/venues", "menu.venues"),
            new Site.NavItem("/about", "menu.about"));
    private static final List<Site.NavItem> MENU_AFTER_THE_END = List.of(MENU.getFirst(), MENU.getLast());

    private final Database reading;
    private final Directory directory;
    private final Database writing;
    private final Mailbox mailbox;
    private final SelfCheck selfCheck;
    private final MemoryJob memory;
    private final WebServer server;

    private Front(
            Database reading,
            Directory directory,
            Database writing,
            Mailbox mailbox,
            SelfCheck selfCheck,
            MemoryJob memory,
            WebServer server) {
        this.reading = reading;
        this.directory = directory;
        this.writing = writing;
        this.mailbox = mailbox;
        this.selfCheck = selfCheck;
        this.memory = memory;
        this.server = server;
    }

    /**
     * Opens the exchange and listens.
     *
     * @throws ExcessRightsException when the front's role may do more than it should
     * @throws RuntimeException when the database or the port cannot be had
     */
    public static Front start(FrontConfiguration configuration, InstantSource clock) {
        Database reading =
                Database.open("front-directory", configuration.exchange(), DATABASE_PATIENCE, Duration.ofSeconds(10));
        refuseExcess(reading, configuration.exchange().user());
        Database writing =
                Database.open("front-mailbox", configuration.exchange(), DATABASE_PATIENCE, configuration.patience());
        Directory directory = new Directory(new DirectoryStore(reading.jdbi()), configuration.directoryAge());
        Mailbox mailbox = new Mailbox(
                writing.jdbi(),
                directory,
                configuration.officeKeys(),
                configuration.waitingEnvelopes(),
                configuration.patience());
        Site site = new Site(
                new Texts(TEXTS.toArray(String[]::new)),
                "jte.front",
                new Assets("mica.css", "front.css", "accepted.js"),
                directory::service,
                ctx -> menu(ctx, directory.service().state()));
        Routes routes = routes(site, directory, mailbox, stampSecret(configuration), clock);
        // Beside what the settings name, people come by the address that the office publishes and prints on posters.
        WebConfiguration web = configuration
                .web()
                .withAddresses(configuration
                        .web()
                        .addresses()
                        .and(() -> directory.service().publicUrl()));
        WebServer server = WebServer.start(web, site, routes.checkIn().express(), config -> {
            config.routes.exception(JdbiException.class, (away, ctx) -> {
                // Without its message, which quotes the query's arguments.
                LOG.warn("front.directory_away reason={}", away.getClass().getSimpleName());
                ServiceState.unavailable(ctx, site);
            });
            routes.all()
                    .forEach(route -> config.routes.addHttpHandler(
                            route.method(), route.path(), route.handler(), route.access()));
        });
        LOG.info("front.started port={}", server.port());
        return new Front(
                reading,
                directory,
                writing,
                mailbox,
                new SelfCheck(mailbox, clock),
                new MemoryJob(server::requests, configuration.overwriteInterval()),
                server);
    }

    private static void refuseExcess(Database reading, String role) {
        List<String> excess = FrontRights.excess(reading.jdbi(), role);
        if (!excess.isEmpty()) {
            reading.close();
            ExcessRightsException refusal = new ExcessRightsException(role, excess);
            LOG.error("front.rights_exceeded {}", refusal.getMessage());
            throw refusal;
        }
    }

    static Routes routes(Site site, Directory directory, Mailbox mailbox, byte[] stampSecret, InstantSource clock) {
        return new Routes(
                new InfoPages(site, directory, mailbox, clock),
                new LedgerPages(site, directory),
                new ApplicationPages(site, mailbox, clock),
                new StatusPages(site, directory, mailbox, clock),
                new VenueListPages(site, directory),
                new LinkPages(site, directory, mailbox, clock),
                new CheckInPages(site, directory, mailbox, stampSecret, clock));
    }

    private static List<Site.NavItem> menu(Context ctx, ServiceFacts.State state) {
        if (ctx.attribute(CheckInPages.AT_THE_DOOR) != null) {
            return List.of();
        }
        return switch (state) {
            case PREPARING, OPEN -> MENU;
            case ENDED -> MENU_AFTER_THE_END;
        };
    }

    private static byte[] stampSecret(FrontConfiguration configuration) {
        String key = configuration.stampKey();
        if (key == null) {
            byte[] drawn = new byte[32];
            new SecureRandom().nextBytes(drawn);
            return drawn;
        }
        if (key.length() < 16) {
            throw new IllegalArgumentException("the stamp key must have at least 16 characters");
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }

    public int port() {
        return server.port();
    }

    /** Stops listening, writes what waits, and lets go of the exchange. */
    @Override
    public void close() {
        server.close();
        selfCheck.close();
        memory.close();
        mailbox.close();
        writing.close();
        directory.close();
        reading.close();
    }
}
