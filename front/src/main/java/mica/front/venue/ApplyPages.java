package mica.front.venue;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.front.mailbox.Mailbox;
import mica.front.page.ServiceState;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import mica.web.WebServer;
import mica.web.venue.VenueAnswer;
import org.jspecify.annotations.Nullable;

/** A venue applies: form, check of the answers, receipt. Threads may share it. */
public final class ApplyPages {

    /**
     * The form.
     *
     * @param base where it is sent
     * @param sectors names by code
     * @param message the officer's general word
     */
    public record FormPage(
            String base,
            Map<String, String> sectors,
            List<SectorRule> rules,
            Map<String, String> municipalities,
            @Nullable String message) {}

    /** What is required of a sector, or why it cannot take part. */
    public record SectorRule(String sector, boolean eligible, String text) {}

    /**
     * The check page.
     *
     * @param fields to be carried along as typed
     * @param printed what will stand on the posters: the name and the spots
     * @param refusal what to say when the application was not taken
     */
    public record AnswersPage(
            String base,
            List<VenueAnswer> answers,
            List<String> printed,
            List<String> fields,
            @Nullable String refusal) {}

    /** The receipt. @param href the whole address of the status page */
    public record ReceiptPage(String receiptNumber, String token, String href) {}

    private final Site site;
    private final ApplicationSheet sheet;
    private final ApplicationVerbs verbs;

    public ApplyPages(Site site, Mailbox mailbox, InstantSource clock) {
        this.site = site;
        this.sheet = new ApplicationSheet(site);
        this.verbs = new ApplicationVerbs(mailbox, clock);
    }

    /** {@code GET /apply} */
    public void blank(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return;
        }
        // Lets the browser show the form again, as it was filled in, when its back button is used.
        ctx.header("Cache-Control", "private, no-cache");
        String usual = site.texts().text(Page.language(ctx, site), "application.spots.usual");
        sheet.form(ctx, "/apply", "application.title", ApplicationForm.blank(usual), null);
    }

    /** {@code POST /apply}: back from the check page, with everything kept. */
    public void edit(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return;
        }
        Form form = ApplicationForm.withDraft(Form.posted(ctx));
        sheet.form(ctx, "/apply", "application.title", form, null);
    }

    /** {@code POST /apply/check} */
    public void check(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return;
        }
        Form form = ApplicationForm.withDraft(Form.posted(ctx));
        VenueApplication content = ApplicationForm.read(form, site.service(), Page.language(ctx, site));
        if (content == null) {
            ctx.status(422);
            sheet.form(ctx, "/apply", "application.title", form, null);
            return;
        }
        sheet.check(ctx, "/apply", form, content, null);
    }

    /** {@code POST /apply/send} */
    public void send(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return;
        }
        Form form = ApplicationForm.withDraft(Form.posted(ctx));
        VenueApplication content = ApplicationForm.read(form, site.service(), Page.language(ctx, site));
        if (content == null) {
            ctx.status(422);
            sheet.form(ctx, "/apply", "application.title", form, null);
            return;
        }
        LinkToken link = ApplicationVerbs.link(form.raw("draft"), content);
        Mailbox.Outcome outcome = verbs.submit(link, content);
        String refusal = ServiceState.refusal(ctx, outcome);
        if (refusal != null) {
            sheet.check(ctx, "/apply", form, content, refusal);
            return;
        }
        ctx.redirect("/apply/done/" + link.text(), HttpStatus.SEE_OTHER);
    }

    /** {@code GET /apply/done/<token>} */
    public void done(Context ctx) {
        LinkToken link = LinkToken.read(ctx.pathParam("token")).orElse(null);
        if (link == null) {
            WebServer.error(ctx, site, 404);
            return;
        }
        String href = site.service().publicUrl() + "/status/" + link.text();
        Page.of(ctx, site, "application.done.title")
                .show("venue/done", new ReceiptPage(ReceiptNumber.of(link), link.text(), href));
    }
}
