package mica.front.venue;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mica.exchange.directory.ReplySeal;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.record.Records;
import mica.exchange.record.UnreadableRecordException;
import mica.front.directory.Directory;
import mica.front.mailbox.Mailbox;
import mica.front.page.MessagePage;
import mica.front.page.ServiceState;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import mica.web.venue.VenueAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the holder of an application's link sees and may do. The answer of the office is opened with the link itself;
 * without it the front cannot read it. Threads may share it.
 */
public final class StatusPages {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPages.class);

    /**
     * The state of an application.
     *
     * @param changeable whether it can be corrected and withdrawn
     */
    public record StatusPage(
            String token,
            ApplicationStatus status,
            List<VenueAnswer> answers,
            Map<String, String> comments,
            boolean changeable) {}

    /** The question before an application is taken back. */
    public record WithdrawPage(
            String token,
            String receiptNumber,
            String name,
            @Nullable String refusal) {}

    private record FoundApplication(LinkToken link, ApplicationStatus status) {}

    private final Site site;
    private final Directory directory;
    private final ApplicationSheet sheet;
    private final ApplicationVerbs verbs;

    public StatusPages(Site site, Directory directory, Mailbox mailbox, InstantSource clock) {
        this.site = site;
        this.directory = directory;
        this.sheet = new ApplicationSheet(site);
        this.verbs = new ApplicationVerbs(mailbox, clock);
    }

    /** {@code GET /status/<token>} */
    public void status(Context ctx) {
        FoundApplication found = foundOrAnswer(ctx);
        if (found == null) {
            return;
        }
        ApplicationStatus status = found.status();
        Page page = Page.of(ctx, site, "status.title");
        page.show(
                "venue/status",
                new StatusPage(
                        found.link().text(),
                        status,
                        ApplicationSheet.answers(page, status.application()),
                        isChangeable(status) ? status.comments() : Map.of(),
                        isChangeable(status)));
    }

    /** {@code GET /status/<token>/correct} */
    public void askToCorrect(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found == null) {
            return;
        }
        Form form = ApplicationForm.of(found.status().application());
        found.status().comments().forEach((field, comment) -> {
            if (ApplicationForm.FIELDS.contains(field)) {
                form.error(field, "application.comment", comment);
            }
        });
        form(ctx, found, form);
    }

    /** {@code POST /status/<token>/correct}: back from the check page, with everything kept. */
    public void edit(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found != null) {
            form(ctx, found, ApplicationForm.withDraft(Form.posted(ctx)));
        }
    }

    /** {@code POST /status/<token>/correct/check} */
    public void check(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found == null) {
            return;
        }
        Form form = ApplicationForm.withDraft(Form.posted(ctx));
        VenueApplication content = ApplicationForm.read(form, site.service(), Page.language(ctx, site));
        if (content == null) {
            ctx.status(422);
            form(ctx, found, form);
            return;
        }
        sheet.check(ctx, base(found), form, content, null);
    }

    /** {@code POST /status/<token>/correct/send} */
    public void correct(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found == null) {
            return;
        }
        Form form = ApplicationForm.withDraft(Form.posted(ctx));
        VenueApplication content = ApplicationForm.read(form, site.service(), Page.language(ctx, site));
        if (content == null) {
            ctx.status(422);
            form(ctx, found, form);
            return;
        }
        Mailbox.Outcome outcome = verbs.correct(found.link(), found.status(), content, form.raw("revision"));
        String refusal = ServiceState.refusal(ctx, outcome);
        if (refusal != null) {
            sheet.check(ctx, base(found), form, content, refusal);
            return;
        }
        ctx.redirect("/status/" + found.link().text() + "/sent", HttpStatus.SEE_OTHER);
    }

    /** {@code GET /status/<token>/withdraw} */
    public void askToWithdraw(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found != null) {
            withdrawPage(ctx, found, null);
        }
    }

    /** {@code POST /status/<token>/withdraw} */
    public void withdraw(Context ctx) {
        FoundApplication found = changeableOrAnswer(ctx);
        if (found == null) {
            return;
        }
        Mailbox.Outcome outcome = verbs.withdraw(found.link());
        String refusal = ServiceState.refusal(ctx, outcome);
        if (refusal != null) {
            withdrawPage(ctx, found, refusal);
            return;
        }
        ctx.redirect("/status/" + found.link().text() + "/sent", HttpStatus.SEE_OTHER);
    }

    /** {@code GET /status/<token>/sent} */
    public void sent(Context ctx) {
        LinkToken link = LinkToken.read(ctx.pathParam("token")).orElse(null);
        if (link == null) {
            unknown(ctx);
            return;
        }
        Page page = Page.of(ctx, site, "status.sent.title");
        page.show("message", toStatus(page, link, "status.sent"));
    }

    private void form(Context ctx, FoundApplication found, Form form) {
        sheet.form(
                ctx, base(found), "status.correct.title", form, found.status().message());
    }

    private static String base(FoundApplication found) {
        return "/status/" + found.link().text() + "/correct";
    }

    private void withdrawPage(Context ctx, FoundApplication found, @Nullable String refusalKey) {
        Page page = Page.of(ctx, site, "status.withdraw.title");
        VenueApplication application = found.status().application();
        page.show(
                "venue/withdraw",
                new WithdrawPage(
                        found.link().text(),
                        application.receiptNumber(),
                        application.details().name(),
                        refusalKey == null ? null : page.t(refusalKey)));
    }

    private static boolean isChangeable(ApplicationStatus status) {
        return switch (status.state()) {
            case SUBMITTED, RETURNED -> true;
            case APPROVED, REJECTED, WITHDRAWN -> false;
        };
    }

    private @Nullable FoundApplication changeableOrAnswer(Context ctx) {
        FoundApplication found = foundOrAnswer(ctx);
        if (found == null || isChangeable(found.status())) {
            return found;
        }
        ctx.status(409);
        Page page = Page.of(ctx, site, "status.closed.title");
        page.show("message", toStatus(page, found.link(), "status.closed"));
        return null;
    }

    /** The application of the link in the address line, or null when the answer is already given. */
    private @Nullable FoundApplication foundOrAnswer(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return null;
        }
        LinkToken link = LinkToken.read(ctx.pathParam("token")).orElse(null);
        if (link == null) {
            unknown(ctx);
            return null;
        }
        Optional<byte[]> reply = directory.reply(link);
        if (reply.isEmpty()) {
            Page page = Page.of(ctx, site, "status.pending.title");
            page.show("message", toStatus(page, link, "status.pending"));
            return null;
        }
        try {
            byte[] opened = ReplySeal.open(link, reply.get()).orElseThrow(() -> new IllegalArgumentException("seal"));
            String json = new String(opened, StandardCharsets.UTF_8);
            return new FoundApplication(link, Records.read(json, ApplicationStatus.class));
        } catch (IllegalArgumentException | UnreadableRecordException unreadable) {
            LOG.error("status.unreadable");
            ServiceState.unavailable(ctx, site);
            return null;
        }
    }

    private static MessagePage toStatus(Page page, LinkToken link, String key) {
        return new MessagePage(
                page.t(key + ".text"), page.t(key + ".more"), "/status/" + link.text(), page.t("status.look"));
    }

    private void unknown(Context ctx) {
        ctx.status(404);
        Page page = Page.of(ctx, site, "status.unknown.title");
        page.show("message", MessagePage.of(page.t("status.unknown.text"), page.t("status.unknown.more")));
    }
}
