package mica.office.overview;

import io.javalin.http.Context;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.office.officer.Officer;
import mica.web.Page;
import mica.web.Site;

/** The console's first page: what waits for the officer who asks, and the state of the service. */
public final class OverviewPages {

    private final Site site;
    private final List<Waiting.Source> sources;

    public OverviewPages(Site site, List<Waiting.Source> sources) {
        this.site = site;
        this.sources = List.copyOf(sources);
    }

    /** What the template shows. */
    public record OverviewPage(Officer officer, List<Waiting> waiting, ServiceFacts.State state) {}

    public void show(Context ctx) {
        Officer officer = Officer.of(ctx);
        List<Waiting> waiting =
                sources.stream().flatMap(source -> source.of(officer).stream()).toList();
        Page.of(ctx, site, "overview.title")
                .show(
                        "overview/overview",
                        new OverviewPage(officer, waiting, site.service().state()));
    }
}
