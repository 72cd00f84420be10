package mica.front.health;

import io.javalin.http.Context;
import mica.exchange.health.Health;
import mica.exchange.health.HealthReport;

/** What monitors and load balancers ask the front. Threads may share it. */
public final class FrontHealthPages {

    private final Health all;
    private final Health taking;

    /** @param taking the parts without which this front can take nothing */
    public FrontHealthPages(Health all, Health taking) {
        this.all = all;
        this.taking = taking;
    }

    /** {@code GET /health}: for monitors; 503 when someone must act. */
    public void show(Context ctx) {
        answer(ctx, all.now());
    }

    /** {@code GET /health/live}: for load balancers; 503 when this front cannot take what visitors send. */
    public void live(Context ctx) {
        answer(ctx, taking.now());
    }

    private static void answer(Context ctx, HealthReport report) {
        ctx.status(report.status()).contentType("application/json").result(report.json());
    }
}
