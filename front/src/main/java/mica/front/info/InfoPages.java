package mica.front.info;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.NotFoundResponse;
import java.time.InstantSource;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.front.directory.Directory;
import mica.front.page.ServiceState;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The pages that explain the service, and what machines ask for. Threads may share it. */
public final class InfoPages {

    /**
     * The first page.
     *
     * @param opensOn the day of opening in the reader's language, when it is known and ahead
     */
    public record HomePage(
            ServiceFacts.State state, @Nullable String opensOn) {}

    /**
     * A page of sections, each a text key with {@code .title} and as many {@code .1}, {@code .2} … as there are.
     *
     * @param withDocuments whether the usage sheet and the sample poster are offered
     */
    public record ArticlePage(List<Section> sections, boolean withDocuments) {}

    /** One section, texts ready to show. */
    public record Section(String title, List<String> paragraphs) {}

    private final Site site;
    private final Directory directory;
    private final InstantSource clock;

    public InfoPages(Site site, Directory directory, InstantSource clock) {
        this.site = site;
        this.directory = directory;
        this.clock = clock;
    }

    /** {@code GET /} */
    public void home(Context ctx) {
        ServiceFacts service = site.service();
        switch (service.state()) {
            case PREPARING, OPEN -> {
                Page page = Page.of(ctx, site, "home.title");
                String opensOn = ServiceState.opensOn(page, clock);
                page.show("info/home", new HomePage(service.state(), opensOn));
            }
            case ENDED -> ServiceState.showEnd(ctx, site);
        }
    }

    /** {@code GET /about} */
    public void about(Context ctx) {
        article(ctx, "about", "purpose", "venue", "visitor", "notice", "examples", "cost");
    }

    /** {@code GET /privacy} */
    public void privacy(Context ctx) {
        article(ctx, "privacy", "what", "why", "where", "long", "who", "erase", "limits", "venue", "cookie");
    }

    /** {@code GET /accessibility} */
    public void accessibility(Context ctx) {
        article(ctx, "accessibility", "aim", "done", "limits", "tell");
    }

    private void article(Context ctx, String name, String... sections) {
        Page page = Page.of(ctx, site, name + ".title");
        List<Section> filled = List.of(sections).stream()
                .map(section -> section(page, name + "." + section))
                .toList();
        page.show("info/article", new ArticlePage(filled, name.equals("about")));
    }

    private Section section(Page page, String key) {
        Object[] facts = {
            page.serviceName(),
            page.authorityName(),
            page.in(page.service().disease().name()),
            page.service().retentionDays(),
            page.in(page.service().department()),
            page.service().phone(),
            page.service().disease().longestHoldDays()
        };
        List<String> paragraphs = java.util.stream.IntStream.rangeClosed(1, 9)
                .mapToObj(number -> key + "." + number)
                .filter(paragraph -> site.texts().has(page.language(), paragraph))
                .map(paragraph -> page.t(paragraph, facts))
                .toList();
        return new Section(page.t(key + ".title"), paragraphs);
    }

    /** {@code GET /documents/{name}}: the PDFs that the office made. */
    public void document(Context ctx) {
        byte[] pdf = directory.document(ctx.pathParam("name")).orElseThrow(NotFoundResponse::new);
        ctx.contentType("application/pdf")
                .header(Header.CACHE_CONTROL, "public, max-age=600")
                .result(pdf);
    }

    /** {@code GET /robots.txt}: links of persons are not for search engines. */
    public void robots(Context ctx) {
        ctx.contentType("text/plain; charset=utf-8")
                .header(Header.CACHE_CONTROL, "public, max-age=86400")
                .result("""
                User-agent: *
                Disallow: /c/
                Disallow: /e/
                Disallow: /status/
                Disallow: /apply/
                """);
    }
}
