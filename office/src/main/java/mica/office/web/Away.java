package mica.office.web;

import io.javalin.http.Context;
import mica.exchange.health.Condition;
import mica.exchange.health.Health;
import mica.office.keys.KeysMissingException;
import mica.web.Page;
import mica.web.Site;
import mica.web.WebServer;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in words, and soon, while the office's database does not: no page can be made without it. Threads share it. */
public final class Away {

    private static final Logger LOG = LoggerFactory.getLogger(Away.class);

    private final Health.HealthQuestion database;
    private final Site site;

    /** @param site one that asks no database */
    public Away(Health.HealthQuestion database, Site site) {
        this.database = database;
        this.site = site;
    }

    /** Before every request: whoever comes while the database is away is told so instead of waiting for it. */
    void check(Context ctx) {
        String path = ctx.path();
        if (!path.equals("/health") && !path.startsWith("/assets/") && isAway()) {
            show(ctx);
            ctx.skipRemainingHandlers();
        }
    }

    /** A request that the database failed. @param usual what else is done with it */
    void failed(JdbiException failure, Context ctx, Site usual) {
        if (isAway()) {
            LOG.warn("console.database_away type={}", failure.getClass().getSimpleName());
            show(ctx);
        } else {
            WebServer.failed(ctx, usual, failure);
        }
    }

    /** What is typed today cannot be sealed: kept by nobody, and said in words. */
    void keysMissing(KeysMissingException missing, Context ctx, Site usual) {
        LOG.error("console.keys_missing day={} remedy=\"restore it of the key folder from its backup\"", missing.day());
        ctx.status(503);
        Page.of(ctx, usual, "away.keys.title").show("kit/error", "away.keys.text");
    }

    private boolean isAway() {
        return database.now(Health.PATIENCE).condition() == Condition.DOWN;
    }

    private void show(Context ctx) {
        ctx.status(503).header("Retry-After", "30");
        Page.of(ctx, site, "away.title").show("kit/error", "away.text");
    }
}
