package mica.app.inbox;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.web.Assets;
import mica.web.Site;
import mica.exchange.text.Texts;
import mica.web.WebConfiguration;
import mica.web.WebServer;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The demo's post office: an SMTP server that takes mail for anyone and passes none on, and pages and a JSON interface
 * in which all of it can be read. Threads may share it.
 */
public final class Inbox implements AutoCloseable {

    /** Longer than the pause of a notice under review, so that a sender's warm connections stay. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final int MOST_CONNECTIONS = 500;
    private static final int MOST_RECIPIENTS_OF_ONE_MAIL = 1_000;
    private static final long LARGEST_REQUEST = 64 << 10;

    private final Spool spool;
    private final SMTPServer smtp;
    private final WebServer web;
    private final InboxEvents events;

    private Inbox(Spool spool, SMTPServer smtp, WebServer web, InboxEvents events) {
        this.spool = spool;
        this.smtp = smtp;
        this.web = web;
        this.events = events;
    }

    /** Starts both servers; mails of earlier runs in the same directory are there again. */
    public static Inbox start(InboxConfiguration configuration, InstantSource clock) {
        try {
            Spool spool =
                    new Spool(configuration.directory(), configuration.maximumBytes(), configuration.maximumMails());
            SMTPServer smtp = SMTPServer.port(configuration.smtpPort())
                    .bindAddress(InetAddress.getByName(configuration.host()))
                    .hostName("localhost")
                    .softwareName("MICA inbox")
                    .insertReceivedHeaders(false)
                    // What senders may look like is for the sending side to judge; here everything is shown.
                    .fromAddressValidator(address -> true)
                    .maxRecipients(MOST_RECIPIENTS_OF_ONE_MAIL)
                    .maxMessageSize(Reception.LARGEST_MAIL)
                    .maxConnections(MOST_CONNECTIONS)
                    .connectionTimeoutMs((int) IDLE.toMillis())
                    .serverSocketFactory(PromptServerSocket::new)
                    .executorService(Executors.newVirtualThreadPerTaskExecutor())
                    .messageHandlerFactory(context -> new Reception(spool, clock))
                    .build();
            smtp.start();
            InboxEvents events = new InboxEvents(spool);
            Site site = site();
            WebServer web = WebServer.start(
                    new WebConfiguration(configuration.host(), configuration.httpPort(), LARGEST_REQUEST, false)
                            .withAddresses(configuration.addresses()),
                    site,
                    routes -> routes(routes, new InboxPages(spool, site), new InboxJson(spool), events));
            return new Inbox(spool, smtp, web, events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int smtpPort() {
        return smtp.getPortAllocated();
    }

    public int httpPort() {
        return web.port();
    }

    /** How many mails are kept now. */
    public int count() {
        return spool.count();
    }

    @Override
    public void close() {
        smtp.stop();
        events.close();
        web.close();
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void routes(JavalinConfig config, InboxPages pages, InboxJson json, InboxEvents events) {
        InboxRoutes.add(config, pages, json, events);
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            ctx.status(e.getStatus());
            if (ctx.path().startsWith("/api/")) {
                json.problem(ctx, e.getStatus());
            } else {
                pages.problem(ctx, e.getStatus());
            }
        });
    }

    private static Site site() {
        Map<String, String> name = Map.of("ja", "デモ用受信箱", "en", "Demo inbox");
        ServiceFacts facts = new ServiceFacts(
                ServiceFacts.State.OPEN,
                name,
                name,
                Map.of(),
                Disease.of(name, 1),
                "",
                "",
                Map.of(),
                "",
                "Asia/Tokyo",
                List.of(),
                List.of(),
                null,
                true,
                List.of());
        return new Site(
                new Texts("mica.web", "mica.app.inbox"),
                "jte.app",
                new Assets("mica.css", "inbox.css", "inbox.js"),
                () -> facts,
                ctx -> List.of());
    }
}
