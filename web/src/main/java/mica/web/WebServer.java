package mica.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP server of one zone, on virtual threads: security headers on every answer, same-origin protection on every
 * POST, and error pages in the reader's language. Features bring their routes.
 */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Javalin javalin;
    private final Activity activity;

    private WebServer(Javalin javalin, Activity activity) {
        this.javalin = javalin;
        this.activity = activity;
    }

    /** Starts listening. @throws io.javalin.util.JavalinBindException when the port is taken */
    public static WebServer start(WebConfiguration configuration, Site site, Consumer<JavalinConfig> routes) {
        Activity activity = new Activity();
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.unsafe.jettyInternal.server = server(activity);
            config.http.maxRequestSize = configuration.largestRequest();
            config.http.prefer405over404 = true;
            config.http.generateEtags = false;
            config.router.ignoreTrailingSlashes = true;
            config.jetty.host = configuration.host();
            config.jetty.port = configuration.port();
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(16_384);
            });
            config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors(site.texts())));
            // It would remember a thousand paths, and links are in paths.
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setFilterChainsCached(false));
            // Parts of a form are not for the disk.
            config.jetty.multipartConfig.maxInMemoryFileSize((int) configuration.largestRequest(), SizeUnit.BYTES);
            config.routes.beforeMatched(ctx -> {
                secure(ctx);
                if (!isFromOurOwnPage(ctx, configuration.strictOrigin())) {
                    throw new HttpResponseException(403, "foreign origin");
                }
            });
            config.routes.before(WebServer::secure);
            config.routes.get("/assets/{hash}/{name}", site.assets()::serve, Access.ANYONE);
            config.routes.exception(HttpResponseException.class, (e, ctx) -> error(ctx, site, e.getStatus()));
            config.routes.exception(BadMessageException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(IllegalCharsetNameException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(UnsupportedCharsetException.class, (e, ctx) -> error(ctx, site, 400));
            // The client went away while sending; nobody needs to act.
            config.routes.exception(EofException.class, (e, ctx) -> error(ctx, site, 400));
            config.routes.exception(Exception.class, (e, ctx) -> {
                LOG.error("web.failed method={}", ctx.method().name(), Wordless.of(e));
                error(ctx, site, 500);
            });
            routes.accept(config);
        });
        javalin.start();
        return new WebServer(javalin, activity);
    }

    /** As Javalin makes it, with buffers of our own, which it has no setting for. */
    private static Server server(Activity activity) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("web");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        Server server = new Server(threads, null, new CleanBuffers());
        server.insertHandler(new StatisticsHandler());
        server.insertHandler(activity);
        return server;
    }

    /** How many requests and answers there have been, without those about the server's health. */
    public long requests() {
        return activity.count();
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void secure(Context ctx) {
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                        + " frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        ctx.header("Cache-Control", "no-store");
        if ("https".equals(ctx.header("X-Forwarded-Proto"))) {
            ctx.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private static boolean isFromOurOwnPage(Context ctx, boolean strict) {
        if (SAFE_METHODS.contains(ctx.method().name())) {
            return true;
        }
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            // "none" is the person: a reload, a restored tab. No foreign page can bring it about.
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = ctx.header("Origin");
        if (origin == null) {
            return !strict;
        }
        return isOwnHost(origin, ctx.header("Host"));
    }

    private static boolean isOwnHost(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getRawAuthority() instanceof String authority && authority.equals(host);
        } catch (IllegalArgumentException broken) {
            return false;
        }
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
