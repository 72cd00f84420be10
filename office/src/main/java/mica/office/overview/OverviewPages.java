package mica.office.overview;

import io.javalin.http.Context;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.health.Health;
import mica.office.officers.Officer;
import mica.web.Asking;
import mica.web.Page;
import mica.web.Site;

/** The console's first page: what waits for the officer who asks, and how service and system are. */
public final class OverviewPages {

    private final Site site;
    private final List<Waiting.Source> sources;
    private final Health health;

    public OverviewPages(Site site, List<Waiting.Source> sources, Health health) {
        this.site = site;
        this.sources = List.copyOf(sources);
        this.health = health;
    }

    /** What the template shows. */
    public record OverviewPage(Officer officer, List<Waiting> waiting, ServiceFacts.State state, HealthView health) {}

    public void show(Context ctx) {
        Officer officer = Asking.person(ctx, Officer.class);
        List<Waiting> waiting =
                sources.stream().flatMap(source -> source.of(officer).stream()).toList();
        Page page = Page.of(ctx, site, "overview.title");
        page.show(
                "overview/overview",
                new OverviewPage(
                        officer, waiting, site.service().state(), HealthView.of(health.now(), page, site.texts())));
    }
}
