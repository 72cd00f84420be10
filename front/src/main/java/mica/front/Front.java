package mica.front;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mica.exchange.database.Database;
import mica.exchange.database.ExcessRightsException;
import mica.exchange.database.FrontRights;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.health.Health;
import mica.exchange.health.HealthJob;
import mica.exchange.health.Pulses;
import mica.exchange.record.UnreadableRecordException;
import mica.exchange.text.Texts;
import mica.front.checkin.CheckInPages;
import mica.front.directory.Directory;
import mica.front.health.FrontHealthPages;
import mica.front.health.FrontParts;
import mica.front.info.InfoPages;
import mica.front.ledger.PublicLedgerPages;
import mica.front.link.LinkPages;
import mica.front.mailbox.Mailbox;
import mica.front.mailbox.SelfCheck;
import mica.front.memory.MemoryJob;
import mica.front.page.ServiceState;
import mica.front.venue.ApplyPages;
import mica.front.venue.StatusPages;
import mica.front.venue.VenueListPages;
import mica.web.Assets;
import mica.web.Site;
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

    private final WebServer server;
    private final Pulses pulses;
    private final Deque<AutoCloseable> opened;

    private Front(WebServer server, Pulses pulses, Deque<AutoCloseable> opened) {
        this.server = server;
        this.pulses = pulses;
        this.opened = opened;
    }

    /**
     * Opens the exchange and listens.
     *
     * @throws ExcessRightsException when the front's role may do more than it should
     * @throws mica.exchange.database.DatabaseAwayException when the exchange does not answer now
     * @throws mica.exchange.database.UnfitDatabaseException when it is not of this program's version, or lets no front in
     * @throws RuntimeException when the port cannot be had
     */
    public static Front start(FrontConfiguration configuration, InstantSource clock) {
        Database reading =
                Database.open("front-directory", configuration.exchange(), DATABASE_PATIENCE, Duration.ofSeconds(10));
        refuseUnfit(reading, configuration.exchange().user());
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
                new Assets("mica.css", "front.css", "accepted.js", "errors.js"),
                directory::service,
                ctx -> menu(ctx, directory.service().state()));
        Pulses pulses = new Pulses();
        pulses.add(directory);
        pulses.add(mailbox);
        FrontParts parts = new FrontParts(directory, mailbox, clock);
        Health taking = new Health(parts.taking());
        AtomicReference<WebServer> serving = new AtomicReference<>();
        Health all =
                new Health(Stream.of(parts.taking(), parts.beyond(pulses), List.of(WebServer.question(serving::get)))
                        .flatMap(List::stream)
                        .toList());
        Routes routes =
                routes(site, directory, mailbox, stampSecret(configuration), clock, new FrontHealthPages(all, taking));
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
            // The directory has said what is wrong with it.
            config.routes.exception(
                    UnreadableRecordException.class, (unreadable, ctx) -> ServiceState.unavailable(ctx, site));
            routes.all()
                    .forEach(route -> config.routes.addHttpHandler(
                            route.method(), route.path(), route.handler(), route.access()));
        });
        serving.set(server);
        LOG.info("front.started port={}", server.port());
        Deque<AutoCloseable> opened = new ArrayDeque<>(List.of(
                pulses.add(server),
                pulses.add(new HealthJob(all, report -> {}).start()),
                pulses.add(new SelfCheck(mailbox, clock)),
                pulses.add(new MemoryJob(server::requests, configuration.overwriteInterval())),
                mailbox,
                writing,
                directory,
                reading));
        return new Front(server, pulses, opened);
    }

    private static void refuseUnfit(Database reading, String role) {
        try {
            reading.requirePublishedSchema();
            refuseExcess(reading, role);
        } catch (RuntimeException refusal) {
            reading.close();
            throw refusal;
        }
    }

    private static void refuseExcess(Database reading, String role) {
        List<String> excess = FrontRights.excess(reading.jdbi(), role);
        if (!excess.isEmpty()) {
            ExcessRightsException refusal = new ExcessRightsException(role, excess);
            LOG.error("front.rights_exceeded role={} excess={}", role, excess);
            throw refusal;
        }
    }

    static Routes routes(
            Site site,
            Directory directory,
            Mailbox mailbox,
            byte[] stampSecret,
            InstantSource clock,
            FrontHealthPages health) {
        return new Routes(
                new InfoPages(site, directory, clock),
                health,
                new PublicLedgerPages(site, directory),
                new ApplyPages(site, mailbox, clock),
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

    /** The names of the threads whose work is watched; for guards. */
    Set<String> threads() {
        return pulses.names();
    }

    /** Stops listening, writes what waits, and lets go of the exchange. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                LOG.error("front.stop_failed type={}", failed.getClass().getSimpleName());
            }
        }
    }
}
