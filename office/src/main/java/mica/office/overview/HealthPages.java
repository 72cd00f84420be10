package mica.office.overview;

import io.javalin.http.Context;
import mica.exchange.health.Health;
import mica.exchange.health.HealthReport;

/** What a monitor asks the office. Threads may share it. */
public final class HealthPages {

    private final Health health;

    public HealthPages(Health health) {
        this.health = health;
    }

    /** {@code GET /health}: 503 when someone must act. */
    public void show(Context ctx) {
        HealthReport report = health.now();
        ctx.status(report.status()).contentType("application/json").result(report.json());
    }
}
