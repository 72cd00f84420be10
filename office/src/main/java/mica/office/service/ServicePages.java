package mica.office.service;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.officers.Officer;
import mica.web.Asking;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;

/** The administrator's page on the state of the whole service. */
public final class ServicePages {

    private final Site site;
    private final ServiceDesk service;

    public ServicePages(Site site, ServiceDesk service) {
        this.site = site;
        this.service = service;
    }

    /** What the template shows. */
    public record ServicePage(ServiceFacts.State state, List<String> printed) {}

    public void show(Context ctx) {
        page(ctx, Form.empty()).show("service/service", model());
    }

    public void open(Context ctx) {
        changed(ctx, service.open(Asking.person(ctx, Officer.class).id()), "service.opened");
    }

    /** The page between the wish to end the service and its end. */
    public void confirmEnd(Context ctx) {
        if (!service.mayEnd()) {
            ctx.redirect("/service", HttpStatus.SEE_OTHER);
            return;
        }
        Page.of(ctx, site, "service.end.title").show("service/end", model());
    }

    public void end(Context ctx) {
        Form form = Form.posted(ctx);
        if (!form.isTicked("understood")) {
            form.error("understood", "service.end.not-understood");
            Page.of(ctx, site, "service.end.title").with(form).showErrors("service/end", model());
            return;
        }
        changed(ctx, service.end(Asking.person(ctx, Officer.class).id()), "service.ended");
    }

    private void changed(Context ctx, ServiceDesk.Outcome change, String noticeKey) {
        switch (change) {
            case ServiceDesk.Outcome.Changed changed -> Page.redirect(ctx, "/service", noticeKey);
            case ServiceDesk.Outcome.NotFrom notFrom ->
                page(ctx, Form.empty().error("state", "service.not-from")).showErrors("service/service", model());
        }
    }

    private Page page(Context ctx, Form form) {
        return Page.of(ctx, site, "service.title").with(form);
    }

    private ServicePage model() {
        ServiceFacts facts = service.get();
        Language own = facts.ownLanguage();
        return new ServicePage(
                facts.state(),
                List.of(
                        facts.in(facts.name(), own),
                        facts.in(facts.authority(), own),
                        facts.in(facts.disease().name(), own)));
    }
}
