package mica.web;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who was refused what: the account and the route as the site's table has it, nothing of what was sent. A
 * flood of refusals is some lines a second and a number. Threads may share it.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long WINDOW = Duration.ofSeconds(1).toNanos();
    private static final int LINES_A_WINDOW = 20;

    private long windowBegan = System.nanoTime();
    private int lines;
    private long unsaid;

    void note(Context ctx, int status) {
        if (status != 401 && status != 403) {
            return;
        }
        long more = more();
        if (more >= 0) {
            LOG.warn(
                    "web.refused status={} method={} route={} account={} unsaid_before={}",
                    status,
                    ctx.method().name(),
                    route(ctx),
                    account(ctx),
                    more);
        }
    }

    /** How many were not written down since the last line; negative when this one is not either. */
    private synchronized long more() {
        long now = System.nanoTime();
        if (now - windowBegan >= WINDOW) {
            windowBegan = now;
            lines = 0;
        }
        if (++lines > LINES_A_WINDOW) {
            unsaid++;
            return -1;
        }
        long more = unsaid;
        unsaid = 0;
        return more;
    }

    private static String route(Context ctx) {
        @Nullable Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
        return matched == null ? "none" : matched.path;
    }

    private static String account(Context ctx) {
        @Nullable HttpSession session = ctx.req().getSession(false);
        Object account = session == null ? null : session.getAttribute(WebServer.ACCOUNT);
        return account instanceof String known ? known : "none";
    }
}
