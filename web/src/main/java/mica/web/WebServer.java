package mica.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mica.exchange.health.Beating;
import mica.exchange.health.Condition;
import mica.exchange.health.Health;
import mica.exchange.health.Part;
import mica.exchange.health.Pulse;
import mica.exchange.log.Wordless;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP server of one zone, on virtual threads: security headers on every answer, same-origin protection on every
 * POST, and error pages in the reader's language. Features bring their routes.
 */
public final class WebServer implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final String PART = "web";
    private static final int MOST_TO_ACCEPT = 4_096;
    /** The attribute of a session under which a site tells whose it is: a name that it knows, never one that was typed. */
    public static final String ACCOUNT = "account";

    private final Javalin javalin;
    private final Activity activity;
    private final OwnHosts hosts;
    private final ReadingLag lag;
    private final Connections connections;

    private WebServer(Javalin javalin, Activity activity, OwnHosts hosts, ReadingLag lag, Connections connections) {
        this.javalin = javalin;
        this.activity = activity;
        this.hosts = hosts;
        this.lag = lag;
        this.connections = connections;
    }

    /** Starts listening. @throws CannotListenException when the port cannot be had */
    public static WebServer start(WebConfiguration configuration, Site site, Consumer<JavalinConfig> routes) {
        return start(configuration, site, null, routes);
    }

    /** As above, with forms that are taken before the routes. */
    public static WebServer start(
            WebConfiguration configuration, Site site, @Nullable Express express, Consumer<JavalinConfig> routes) {
        Activity activity = new Activity();
        OwnHosts hosts = new OwnHosts(configuration.addresses());
        Refusals refusals = new Refusals();
        QueuedThreadPool threads = threads();
        Server jetty = server(threads);
        ReadingLag lag = new ReadingLag();
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.unsafe.jettyInternal.server = jetty;
            config.http.maxRequestSize = configuration.largestRequest();
            config.http.prefer405over404 = true;
            config.http.generateEtags = false;
            config.router.ignoreTrailingSlashes = true;
            config.jetty.host = configuration.host();
            config.jetty.port = configuration.port();
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(16_384);
                // To look up in it what a browser sent before takes longer than to read it anew: 12 of 54 µs a
                // check-in.
                // And nothing of one request stays for the next.
                http.setHeaderCacheSize(0);
            });
            config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors(site.texts(), site::offered)));
            // It would remember a thousand paths, and links are in paths.
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setFilterChainsCached(false));
            // Without these, a form that does not say its length would go on for ever.
            config.jetty.multipartConfig.maxTotalRequestSize(configuration.largestRequest(), SizeUnit.BYTES);
            config.jetty.multipartConfig.maxFileSize(configuration.largestRequest(), SizeUnit.BYTES);
            // Parts of a form are not for the disk.
            config.jetty.multipartConfig.maxInMemoryFileSize((int) configuration.largestRequest(), SizeUnit.BYTES);
            if (express != null) {
                addLane(config.jetty, site, express, configuration, new AnsweringThread(threads), lag);
            }
            config.jetty.modifyServer(server -> server.insertHandler(activity));
            config.jetty.modifyServer(all -> all.insertHandler(hosts));
            config.routes.beforeMatched(ctx -> {
                SecurityHeaders.on(ctx, configuration.addresses());
                if (!OwnPages.sent(
                        ctx.method().name(),
                        ctx.header("Sec-Fetch-Site"),
                        ctx.header("Origin"),
                        ctx.header("Host"),
                        configuration.addresses(),
                        configuration.strictOrigin())) {
                    throw new HttpResponseException(403, "foreign origin");
                }
            });
            config.routes.before(ctx -> SecurityHeaders.on(ctx, configuration.addresses()));
            config.routes.get("/assets/{hash}/{name}", site.assets()::serve, Access.ANYONE);
            config.routes.exception(HttpResponseException.class, (e, ctx) -> {
                refusals.note(ctx, e.getStatus());
                error(ctx, site, e.getStatus());
            });
            config.routes.exception(BadMessageException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(IllegalCharsetNameException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(UnsupportedCharsetException.class, (e, ctx) -> error(ctx, site, 400));
            // The client went away while sending; nobody needs to act.
            config.routes.exception(EofException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(Exception.class, (e, ctx) -> failed(ctx, site, e));
            routes.accept(config);
        });
        // Javalin has no words of its own for the operator.
        CannotListenException.requireFree("the web server", configuration.host(), configuration.port());
        javalin.start();
        if (express != null) {
            lag.watch(jetty);
        }
        return new WebServer(javalin, activity, hosts, lag, new Connections(jetty, configuration.limits()));
    }

    /** As Javalin makes it, with buffers of our own, which it has no setting for. */
    private static Server server(QueuedThreadPool threads) {
        Server server = new Server(threads, null, new CleanBuffers());
        server.insertHandler(new StatisticsHandler());
        return server;
    }

    /** How many requests and answers there have been, without those about the server's health. */
    public long requests() {
        return activity.count();
    }

    /** Whom it turned away since it began. That is what it is for, and no trouble of its own. */
    public Part part() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("closed_connections", connections.closed());
        facts.put("foreign_hosts", hosts.refused());
        return new Part(PART, Condition.WELL, facts);
    }

    /** The same of one that may not be there yet. */
    public static Health.HealthQuestion question(Supplier<@Nullable WebServer> server) {
        return new Health.HealthQuestion(PART, () -> {
            WebServer there = server.get();
            return there == null ? Part.of(PART, Condition.WELL, "starting") : there.part();
        });
    }

    @Override
    public List<Pulse> pulses() {
        return Stream.concat(lag.pulses().stream(), Stream.of(connections.pulse()))
                .toList();
    }

    private static void addLane(
            JettyConfig jetty,
            Site site,
            Express express,
            WebConfiguration configuration,
            AnsweringThread answering,
            ReadingLag lag) {
        jetty.modifyServer(server ->
                server.setHandler(new ExpressLane(express, configuration, answering, lag, site, server.getHandler())));
        jetty.addConnector((server, http) -> {
            ServerConnector connector =
                    new ServerConnector(server, answering, null, null, -1, -1, new HttpConnectionFactory(http));
            connector.setHost(configuration.host());
            connector.setPort(configuration.port());
            // The system's usual fifty are full in the moment in which a hall opens.
            connector.setAcceptQueueSize(MOST_TO_ACCEPT);
            return connector;
        });
    }

    /** Requests run on virtual threads; the few that select and accept are real ones, which poll without a detour. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("web");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        return threads;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        lag.close();
        connections.close();
        javalin.stop();
    }

    /** Answers what nobody expected, and says it to whoever must act. */
    public static void failed(Context ctx, Site site, Exception failure) {
        LOG.error("web.failed method={}", ctx.method().name(), Wordless.of(failure));
        error(ctx, site, 500);
    }

    /** Answers with an error page: what happened, and what the reader can do. */
    public static void error(Context ctx, Site site, int status) {
        int shown = switch (status) {
            case 400, 403, 404, 405, 413, 429, 503 -> status;
            default -> status >= 500 ? 500 : 400;
        };
        ctx.status(status);
        Page.of(ctx, site, "error." + shown + ".title").show("kit/error", "error." + shown + ".text");
    }
}
