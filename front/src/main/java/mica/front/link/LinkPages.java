package mica.front.link;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.front.directory.Directory;
import mica.front.mailbox.Mailbox;
import mica.front.page.MessagePage;
import mica.front.page.ServiceState;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/**
 * Where the links of the mails lead: one confirms a registration, another erases it, and neither does the other's work.
 * GET shows a button and changes nothing, because mail scanners follow links; POST acts. Threads may share it.
 */
public final class LinkPages {

    private static final byte[] NOTHING = {};

    /**
     * A page with two choices and a button.
     *
     * @param refusal what to say when the request was not taken
     */
    public record LinkPage(String token, @Nullable String refusal) {}

    /** Where a registration was made, and when. */
    public record Visited(String venue, String spot, Instant at) {}

    /**
     * A page with one button.
     *
     * @param visited null where it is not known
     * @param refusal what to say when the request was not taken
     */
    public record ConfirmPage(
            String token,
            @Nullable Visited visited,
            @Nullable String refusal) {}

    /** A link that still does something. */
    private record Live(LinkToken link, Receipt receipt) {}

    private final Site site;
    private final Directory directory;
    private final Mailbox mailbox;
    private final InstantSource clock;

    public LinkPages(Site site, Directory directory, Mailbox mailbox, InstantSource clock) {
        this.site = site;
        this.directory = directory;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** {@code GET /c/<token>} */
    public void askToConfirm(Context ctx) {
        Live live = liveOrAnswer(ctx, true);
        if (live != null) {
            Page.of(ctx, site, "confirm.title").show("link/confirm", confirmPage(live, null));
        }
    }

    /** {@code POST /c/<token>} */
    public void confirm(Context ctx) {
        Live live = liveOrAnswer(ctx, true);
        if (live == null) {
            return;
        }
        LinkToken link = live.link();
        Mailbox.Outcome outcome = mailbox.put(
                EnvelopeKind.CONFIRMATION, Mailbox.id("confirm", link.text()), clock.instant(), NOTHING, link.bytes());
        String refusal = ServiceState.refusal(ctx, outcome);
        if (refusal != null) {
            Page page = Page.of(ctx, site, "confirm.title");
            page.show("link/confirm", confirmPage(live, page.t(refusal)));
            return;
        }
        Page page = Page.of(ctx, site, "confirm.done.title");
        page.show(
                "link/done",
                MessagePage.of(
                        page.t("confirm.done.text"),
                        page.t("confirm.done.more", page.service().retentionDays())));
    }

    /** {@code GET /e/<token>} */
    public void askToErase(Context ctx) {
        Live live = liveOrAnswer(ctx, false);
        if (live != null) {
            Page.of(ctx, site, "erase.title")
                    .show("link/erase", new LinkPage(live.link().text(), null));
        }
    }

    /** {@code POST /e/<token>} from our page, or from a mail program's one-click unsubscription (RFC 8058). */
    public void erase(Context ctx) {
        Live live = liveOrAnswer(ctx, false);
        if (live == null) {
            return;
        }
        LinkToken link = live.link();
        Form form = Form.posted(ctx);
        boolean oneClick = form.raw("List-Unsubscribe").equals("One-Click");
        String choice = oneClick ? "all" : form.choice("scope", List.of("this", "all"));
        if (!form.isRight()) {
            Page.of(ctx, site, "erase.title").with(form).showErrors("link/erase", new LinkPage(link.text(), null));
            return;
        }
        Erasure erasure = new Erasure(choice.equals("all") ? Erasure.Scope.ALL_VISITS : Erasure.Scope.THIS_VISIT, link);
        Mailbox.Outcome outcome = mailbox.put(
                EnvelopeKind.ERASURE,
                Mailbox.id("erase", choice, link.text()),
                clock.instant(),
                NOTHING,
                erasure.toBytes());
        String refusal = ServiceState.refusal(ctx, outcome);
        if (refusal != null) {
            Page page = Page.of(ctx, site, "erase.title").with(form);
            page.show("link/erase", new LinkPage(link.text(), page.t(refusal)));
            return;
        }
        Page page = Page.of(ctx, site, "erase.done.title");
        page.show("link/done", MessagePage.of(page.t("erase.done." + choice), page.t("erase.done.more")));
    }

    /** What the reader is about to confirm, by names that an officer has seen. */
    private ConfirmPage confirmPage(Live live, @Nullable String refusal) {
        Visited visited = VisitedPlace.open(live.link(), live.receipt().place())
                .flatMap(at -> directory
                        .place(at.spot())
                        .map(place ->
                                new Visited(place.venue().name(), place.spot().label(), at.at())))
                .orElse(null);
        return new ConfirmPage(live.link().text(), visited, refusal);
    }

    /** The link when it still does something, or null when the answer is already given. */
    private @Nullable Live liveOrAnswer(Context ctx, boolean confirming) {
        // Whatever the state of the service: as long as a visit is kept, its visitor may confirm and erase it.
        LinkToken link = LinkToken.read(ctx.pathParam("token")).orElse(null);
        Receipt receipt = link == null
                ? null
                : (confirming ? directory.receipt(link) : directory.receiptToErase(link)).orElse(null);
        if (link == null || receipt == null) {
            return answer(ctx, 404, "link.unknown");
        }
        if (receipt.day().plusDays(site.service().retentionDays()).isBefore(today())) {
            return answer(ctx, 410, "link.expired");
        }
        return switch (receipt.state()) {
            case SENT -> new Live(link, receipt);
            case CONFIRMED -> confirming ? answer(ctx, 200, "link.confirmed") : new Live(link, receipt);
            case ERASED -> answer(ctx, confirming ? 410 : 200, "link.erased");
            case HELD -> answer(ctx, confirming ? 410 : 200, "link.held");
        };
    }

    private @Nullable Live answer(Context ctx, int status, String key) {
        ctx.status(status);
        Page page = Page.of(ctx, site, key + ".title");
        page.show("message", MessagePage.of(page.t(key + ".text"), page.t(key + ".more")));
        return null;
    }

    private LocalDate today() {
        Instant now = clock.instant();
        return LocalDate.ofInstant(now, ZoneId.of(site.service().timeZone()));
    }
}
