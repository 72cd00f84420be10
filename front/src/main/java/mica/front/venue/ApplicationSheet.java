package mica.front.venue;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.VenueApplication;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import mica.web.venue.VenueAnswer;
import mica.web.venue.VenueForm;
import org.jspecify.annotations.Nullable;

/** The form and its check page, which a first application and a correction share. */
final class ApplicationSheet {

    private final Site site;

    ApplicationSheet(Site site) {
        this.site = site;
    }

    /** @param base the address under which the pages stand: {@code /apply} or {@code /status/<token>/correct} */
    void form(Context ctx, String base, String titleKey, Form form, @Nullable String message) {
        Page page = Page.of(ctx, site, titleKey)
                .with(form)
                .withLabels("application")
                .withAddress(base);
        Map<String, String> sectors = new LinkedHashMap<>();
        for (ServiceFacts.Sector sector : page.service().sectors()) {
            String name = page.in(sector.name());
            sectors.put(sector.code(), sector.eligible() ? name : page.t("application.sector.closed", name));
        }
        page.show(
                "venue/form",
                new ApplyPages.FormPage(base, sectors, rules(page), VenueForm.municipalities(page.service()), message));
    }

    void check(Context ctx, String base, Form form, VenueApplication application, @Nullable String refusalKey) {
        ctx.header("Cache-Control", "private, no-cache");
        Page page = Page.of(ctx, site, "application.check.title").with(form).withAddress(base);
        page.show(
                "venue/check",
                new ApplyPages.AnswersPage(
                        base,
                        answers(page, application),
                        Stream.concat(Stream.of(application.details().name()), application.spots().stream())
                                .toList(),
                        ApplicationForm.FIELDS,
                        refusalKey == null ? null : page.t(refusalKey)));
    }

    private static List<ApplyPages.SectorRule> rules(Page page) {
        return page.service().sectors().stream()
                .filter(sector -> !page.in(sector.rule()).isEmpty())
                .map(sector ->
                        new ApplyPages.SectorRule(page.in(sector.name()), sector.eligible(), page.in(sector.rule())))
                .toList();
    }

    static List<VenueAnswer> answers(Page page, VenueApplication application) {
        return VenueAnswer.all(page, "application", application.details(), application.spots());
    }
}
