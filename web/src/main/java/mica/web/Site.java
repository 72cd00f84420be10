package mica.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Texts;

/**
 * What all pages of one zone share: texts, templates, assets, the facts of the service. Threads may share it.
 */
public final class Site {

    /** One entry of the head's menu. */
    public record NavItem(String href, String textKey) {}

    private final Texts texts;
    private final TemplateEngine templates;
    private final Assets assets;
    private final Supplier<ServiceFacts> service;
    private final Function<Context, List<NavItem>> navigation;

    /**
     * Puts a zone's site together.
     *
     * @param templatePackage where the build put the module's compiled templates, such as {@code jte.front}
     * @param service the facts to show, as of now
     * @param navigation the menu for the person who asks
     */
    public Site(
            Texts texts,
            String templatePackage,
            Assets assets,
            Supplier<ServiceFacts> service,
            Function<Context, List<NavItem>> navigation) {
        this.texts = texts;
        this.templates =
                TemplateEngine.createPrecompiled(null, ContentType.Html, Site.class.getClassLoader(), templatePackage);
        this.assets = assets;
        this.service = service;
        this.navigation = navigation;
    }

    public Texts texts() {
        return texts;
    }

    public Assets assets() {
        return assets;
    }

    public ServiceFacts service() {
        return service.get();
    }

    TemplateEngine templates() {
        return templates;
    }

    List<NavItem> navigation(Context ctx) {
        return navigation.apply(ctx);
    }
}
