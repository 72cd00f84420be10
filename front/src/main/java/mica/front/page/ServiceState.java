package mica.front.page;

import io.javalin.http.Context;
import mica.exchange.directory.ServiceFacts;
import mica.front.mailbox.Mailbox;
import mica.web.Page;
import mica.web.Site;
import mica.web.WebServer;

/** Kind refusals that every feature shares: the service has not begun, is over, or cannot take anything just now. */
public final class ServiceState {

    private ServiceState() {}

    /** Whether visitors cannot use the service in its present state; then the answer is already given. */
    public static boolean refusesVisitors(Context ctx, Site site) {
        return switch (site.service().state()) {
            case PREPARING -> {
                ctx.status(409);
                String opensOn = site.service().opensOn();
                Page page = Page.of(ctx, site, "state.preparing.title");
                page.show(
                        "message",
                        MessagePage.of(
                                opensOn == null
                                        ? page.t("state.preparing.text")
                                        : page.t("state.preparing.from", opensOn(page, opensOn)),
                                page.t("state.preparing.more")));
                yield true;
            }
            case OPEN -> false;
            case ENDED -> ended(ctx, site);
        };
    }

    /** The same for venues, which may apply before the service opens. */
    public static boolean refusesVenues(Context ctx, Site site) {
        return site.service().state() == ServiceFacts.State.ENDED && ended(ctx, site);
    }

    /** The day of opening in the reader's language; as configured when it is no ISO date. */
    public static String opensOn(Page page, String configured) {
        try {
            return page.date(java.time.LocalDate.parse(configured));
        } catch (java.time.format.DateTimeParseException freeText) {
            return configured;
        }
    }

    /** Where there is nothing typed to keep: the plain page that nothing can be taken just now. */
    public static void unavailable(Context ctx, Site site) {
        ctx.header("Retry-After", "30");
        WebServer.error(ctx, site, 503);
    }

    /**
     * Whether an envelope was not taken; then the status is set and the caller shows its page again with what was typed
     * and {@link #refusalKey}.
     */
    public static boolean isRefused(Context ctx, Mailbox.Outcome outcome) {
        return switch (outcome) {
            case DURABLE -> false;
            case BUSY, AWAY, NO_KEY -> {
                ctx.status(503).header("Retry-After", "10");
                yield true;
            }
        };
    }

    /** The text for an envelope that was not taken. */
    public static String refusalKey(Mailbox.Outcome outcome) {
        return switch (outcome) {
            case DURABLE -> throw new IllegalArgumentException("not refused");
            case BUSY -> "state.refused.busy";
            case AWAY, NO_KEY -> "state.refused.away";
        };
    }

    private static boolean ended(Context ctx, Site site) {
        ctx.status(410);
        Page page = Page.of(ctx, site, "state.ended.title");
        page.show("message", MessagePage.of(page.t("state.ended.text"), page.t("state.ended.more")));
        return true;
    }
}
