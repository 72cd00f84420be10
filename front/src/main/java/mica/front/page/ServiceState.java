package mica.front.page;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import mica.exchange.directory.ServiceFacts;
import mica.front.mailbox.Mailbox;
import mica.web.Page;
import mica.web.Site;
import mica.web.WebServer;
import org.jspecify.annotations.Nullable;

/** Kind refusals that every feature shares: the service has not begun, is over, or cannot take anything just now. */
public final class ServiceState {

    /** When somebody who was turned away may try again. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** The text for who is turned away because too many come. */
    public static final String BUSY = "state.refused.busy";

    private ServiceState() {}

    /** Whether visitors cannot use the service in its present state; then the answer is already given. */
    public static boolean refusesVisitors(Context ctx, Site site, InstantSource clock) {
        return switch (site.service().state()) {
            case PREPARING -> {
                ctx.status(409);
                Page page = Page.of(ctx, site, "state.preparing.title");
                String opensOn = opensOn(page, clock);
                page.show(
                        "message",
                        MessagePage.of(
                                opensOn == null
                                        ? page.t("state.preparing.text")
                                        : page.t("state.preparing.from", opensOn),
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

    /** The day of opening in the reader's language, as configured when it is no ISO date; null when unknown or past. */
    public static @Nullable String opensOn(Page page, InstantSource clock) {
        String configured = page.service().opensOn();
        if (configured == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(configured);
            LocalDate today = LocalDate.ofInstant(
                    clock.instant(), ZoneId.of(page.service().timeZone()));
            return day.isBefore(today) ? null : page.date(day);
        } catch (DateTimeParseException freeText) {
            return configured;
        }
    }

    /** Tells that the service is over, what becomes of the addresses, and what to do with posters. */
    public static void showEnd(Context ctx, Site site) {
        Page.of(ctx, site, "state.ended.title").show("ended");
    }

    /** Where there is nothing typed to keep: the plain page that nothing can be taken just now. */
    public static void unavailable(Context ctx, Site site) {
        ctx.header("Retry-After", "30");
        WebServer.error(ctx, site, 503);
    }

    /**
     * The text for an envelope that was not taken; null for one that was. With a text the status is set, and the caller
     * shows its page again with it and with what was typed.
     */
    public static @Nullable String refusal(Context ctx, Mailbox.Outcome outcome) {
        String refusal = switch (outcome) {
            case DURABLE -> null;
            case BUSY -> BUSY;
            case AWAY, NO_KEY -> "state.refused.away";
        };
        if (refusal != null) {
            ctx.status(503).header("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
        }
        return refusal;
    }

    private static boolean ended(Context ctx, Site site) {
        ctx.status(410);
        showEnd(ctx, site);
        return true;
    }
}
