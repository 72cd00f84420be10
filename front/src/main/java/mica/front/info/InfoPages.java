package mica.front.info;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mica.exchange.directory.ServiceFacts;
import mica.front.directory.Directory;
import mica.front.mailbox.Mailbox;
import mica.front.page.ServiceState;
import mica.web.Page;
import mica.web.Site;
import org.jdbi.v3.core.JdbiException;
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
    private final Mailbox mailbox;
    private final InstantSource clock;

    public InfoPages(Site site, Directory directory, Mailbox mailbox, InstantSource clock) {
        this.site = site;
        this.directory = directory;
        this.mailbox = mailbox;
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

    /**
     * {@code GET /health}: for load balancers and monitors; says nothing but whether the exchange answers and whether
     * there are keys to seal to, today's and tomorrow's. Without today's nothing can be taken.
     */
    public void health(Context ctx) {
        Optional<Keys> keys = directory.answers() ? keys() : Optional.empty();
        boolean up = keys.isPresent() && keys.get().today() == Mailbox.KeyState.TRUSTED;
        String details = keys.map(states -> ",\"keys\":\"%s\",\"keys_tomorrow\":\"%s\""
                        .formatted(word(states.today()), word(states.tomorrow())))
                .orElse("");
        ctx.status(up ? 200 : 503)
                .contentType("application/json")
                .result("{\"status\":\"%s\",\"exchange\":\"%s\"%s}"
                        .formatted(up ? "up" : "down", keys.isPresent() ? "up" : "down", details));
    }

    private record Keys(Mailbox.KeyState today, Mailbox.KeyState tomorrow) {}

    private Optional<Keys> keys() {
        try {
            Instant now = clock.instant();
            return Optional.of(new Keys(mailbox.keysAt(now), mailbox.keysAt(now.plus(Duration.ofDays(1)))));
        } catch (JdbiException away) {
            return Optional.empty();
        }
    }

    private static String word(Mailbox.KeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
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
