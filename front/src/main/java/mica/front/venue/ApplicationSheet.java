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
        Map<String, String> municipalities = new LinkedHashMap<>();
        page.service().municipalities().forEach(name -> municipalities.put(name, name));
        page.show("venue/form", new ApplicationPages.FormPage(base, sectors, rules(page), municipalities, message));
    }

    void check(Context ctx, String base, Form form, VenueApplication application, @Nullable String refusalKey) {
        ctx.header("Cache-Control", "private, no-cache");
        Page page = Page.of(ctx, site, "application.check.title").with(form).withAddress(base);
        String sector = page.service().sectors().stream()
                .filter(known -> known.code().equals(application.sector()))
                .map(known -> page.in(known.name()))
                .findFirst()
                .orElse(application.sector());
        page.show(
                "venue/check",
                new ApplicationPages.AnswersPage(
                        base,
                        answers(page, application, sector),
                        Stream.concat(Stream.of(application.name()), application.spots().stream())
                                .toList(),
                        ApplicationForm.FIELDS,
                        refusalKey == null ? null : page.t(refusalKey)));
    }

    private static List<ApplicationPages.Rule> rules(Page page) {
        return page.service().sectors().stream()
                .filter(sector -> !page.in(sector.rule()).isEmpty())
                .map(sector ->
                        new ApplicationPages.Rule(page.in(sector.name()), sector.eligible(), page.in(sector.rule())))
                .toList();
    }

    static List<ApplicationPages.Answer> answers(Page page, VenueApplication application, String sector) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("name", application.name());
        answers.put("kana", application.kana());
        answers.put("sector", sector);
        String code = application.postalCode();
        answers.put("postalCode", code.length() == 7 ? code.substring(0, 3) + "-" + code.substring(3) : code);
        answers.put("municipality", application.municipality());
        answers.put("address", application.address());
        answers.put("phone", application.phone());
        answers.put("contactPerson", application.contactPerson());
        answers.put("email", application.email());
        answers.put(
                "openingHours",
                application.openingHours().isEmpty() ? page.t("application.none") : application.openingHours());
        answers.put("spots", String.join(page.t("application.and"), application.spots()));
        answers.put("listed", page.t(application.listed() ? "application.listed.yes" : "application.listed.no"));
        return answers.entrySet().stream()
                .map(answer -> new ApplicationPages.Answer(
                        answer.getKey(), page.t("application." + answer.getKey()), answer.getValue()))
                .toList();
    }
}
