package mica.front.checkin;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.MailState;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.front.directory.Directory;
import mica.front.directory.Place;
import mica.front.mailbox.Mailbox;
import mica.front.page.MessagePage;
import mica.front.page.ServiceState;
import mica.web.Express;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import mica.web.WebServer;
import org.jspecify.annotations.Nullable;

/** The pages behind a QR code: one field, one button, and the accepted screen. Threads may share it. */
public final class CheckInPages {

    /** Where a request is marked as standing at the door: its page has no menu. */
    public static final String AT_THE_DOOR = "front.at_the_door";

    /** An accepted screen older than this is shown as an old one: staff are to see the screen of this visit. */
    private static final Duration SCREEN = Duration.ofMinutes(15);

    /** A mail takes longer than this. */
    private static final Duration TOO_SOON = Duration.ofMillis(300);

    /** How far another front's clock may be ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private static final Pattern LIKE_A_CODE = Pattern.compile("[0-9A-Za-z -]{8,14}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The form at the door.
     *
     * @param visit the secret mark of this page
     * @param refusal what to say when the check-in was not taken
     */
    public record DoorPage(
            Place place, String visit, @Nullable String refusal) {}

    /**
     * The accepted screen.
     *
     * @param old true when it no longer shows the visit of now
     * @param reloadAfter until it becomes old
     * @param mail what became of the mail; null while nothing is known
     */
    public record AcceptedPage(
            Place place,
            Instant at,
            Instant now,
            boolean old,
            Duration reloadAfter,
            @Nullable MailState mail) {

        /** The last part of the text's key. */
        public String mailKey() {
            return mail == null ? "unknown" : mail.name().toLowerCase(Locale.ROOT);
        }

        /** Whether another look may find something else. */
        public boolean changes() {
            return mail == null || mail == MailState.LATER;
        }
    }

    private final Site site;
    private final Directory directory;
    private final CheckInVerbs verbs;
    private final Stamps stamps;
    private final BusyDoors busyDoors = new BusyDoors();
    private final InstantSource clock;

    public CheckInPages(Site site, Directory directory, Mailbox mailbox, byte[] stampSecret, InstantSource clock) {
        this.site = site;
        this.directory = directory;
        this.verbs = new CheckInVerbs(mailbox, clock);
        this.stamps = new Stamps(stampSecret);
        this.clock = clock;
    }

    /** The way of most check-ins, before the routes. */
    public Express express() {
        return new CheckInExpress(directory, verbs, stamps, busyDoors);
    }

    /** {@code GET /<code>} */
    public void door(Context ctx) {
        ctx.attribute(AT_THE_DOOR, true);
        Place place = placeOrAnswer(ctx);
        if (place == null) {
            return;
        }
        String canonical = place.spot().code().value();
        if (!ctx.pathParam("code").equals(canonical)) {
            String query = ctx.queryString();
            ctx.redirect("/" + canonical + (query == null ? "" : "?" + query), HttpStatus.FOUND);
            return;
        }
        title(ctx, place).show("checkin/door", new DoorPage(place, newVisit(), null));
    }

    /** {@code POST /<code>} */
    public void register(Context ctx) {
        ctx.attribute(AT_THE_DOOR, true);
        Place place = placeOrAnswer(ctx);
        if (place == null) {
            return;
        }
        Form form = Form.posted(ctx);
        String visit = CheckInVerbs.isVisit(form.raw("visit")) ? form.raw("visit") : newVisit();
        EmailAddress address = form.email("email");
        if (address == null) {
            title(ctx, place).with(form).showErrors("checkin/door", new DoorPage(place, visit, null));
            return;
        }
        Language language = Page.language(ctx);
        CheckInVerbs.@Nullable Registered tried = ctx.attribute(CheckInExpress.REGISTERED);
        CheckInVerbs.Registered registered =
                tried != null ? tried : verbs.register(place.spot().code(), address, language, visit);
        String refusal = ServiceState.refusal(ctx, registered.outcome());
        if (refusal != null) {
            if (registered.outcome() == Mailbox.Outcome.BUSY) {
                ctx.html(busy(ctx, place, language, visit, form.raw("email")));
                return;
            }
            Page page = title(ctx, place).with(form);
            page.show("checkin/door", new DoorPage(place, visit, page.t(refusal)));
            return;
        }
        ctx.redirect(
                stamps.acceptedScreen(place.spot().code(), registered.at(), registered.receipt()),
                HttpStatus.SEE_OTHER);
    }

    /** The page of a door to which too many come at once; the express has it, too, as soon as one was made here. */
    private String busy(Context ctx, Place place, Language language, String visit, String email) {
        return busyDoors.page(language, place, visit, email).orElseGet(() -> {
            Place like = BusyDoors.like(place);
            Page page = title(ctx, like).with(Form.empty().put("email", BusyDoors.EMAIL));
            String refusal = page.t(ServiceState.BUSY);
            busyDoors.keep(
                    language, place, page.rendered("checkin/door", new DoorPage(like, BusyDoors.VISIT, refusal)));
            return busyDoors.page(language, place, visit, email).orElseThrow();
        });
    }

    /** {@code GET /<code>/accepted/<stamp>}: shows nothing of the address, and works as often as it is reloaded. */
    public void accepted(Context ctx) {
        ctx.attribute(AT_THE_DOOR, true);
        Place place = findPlace(ctx.pathParam("code")).orElse(null);
        Instant now = clock.instant();
        Stamps.Stamp stamp = place == null
                ? null
                : stamps.read(place.spot().code(), ctx.pathParam("stamp")).orElse(null);
        if (place == null || stamp == null || stamp.at().isAfter(now.plus(CLOCK_SKEW))) {
            ctx.status(404);
            Page page = Page.of(ctx, site, "accepted.foreign.title");
            page.show("message", MessagePage.of(page.t("accepted.foreign.text")));
            return;
        }
        Instant at = stamp.at();
        Duration age = Duration.between(at, now);
        boolean old = age.compareTo(SCREEN) > 0;
        Page.of(ctx, site, old ? "accepted.old.title" : "accepted.title")
                .show(
                        "checkin/accepted",
                        new AcceptedPage(
                                place, at, now, old, SCREEN.minus(age).plusSeconds(1), old ? null : mail(stamp, age)));
    }

    /** {@code GET /<code>/accepted/<stamp>/mail}: one word for the screen's script. */
    public void mail(Context ctx) {
        ctx.attribute(AT_THE_DOOR, true);
        Stamps.Stamp stamp = findPlace(ctx.pathParam("code"))
                .flatMap(place -> stamps.read(place.spot().code(), ctx.pathParam("stamp")))
                .orElse(null);
        if (stamp == null) {
            WebServer.error(ctx, site, 404);
            return;
        }
        MailState state = mail(stamp, Duration.between(stamp.at(), clock.instant()));
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("text/plain; charset=utf-8").result(state == null ? "UNKNOWN" : state.name());
    }

    /** Not asked for before there can be anything. */
    private @Nullable MailState mail(Stamps.Stamp stamp, Duration age) {
        return age.compareTo(TOO_SOON) < 0
                ? null
                : directory.mailState(stamp.receipt()).orElse(null);
    }

    /** {@code GET /SAMPLE}: where the QR code of the sample poster leads. */
    public void sample(Context ctx) {
        Page.of(ctx, site, "sample.title").show("checkin/sample");
    }

    private Page title(Context ctx, Place place) {
        return Page.of(ctx, site, "door.title", place.venue().name())
                .withAddress("/" + place.spot().code());
    }

    /** The open place of the code in the address line, or null when the answer is already given. */
    private @Nullable Place placeOrAnswer(Context ctx) {
        String typed = ctx.pathParam("code");
        Optional<Place> place = findPlace(typed);
        if (place.isEmpty()) {
            unknown(ctx, typed);
            return null;
        }
        if (ServiceState.refusesVisitors(ctx, site, clock)) {
            return null;
        }
        return switch (place.get().venue().state()) {
            case OPEN -> place.get();
            case PAUSED -> notNow(ctx, place.get(), 409, "door.paused");
            case CLOSED -> notNow(ctx, place.get(), 410, "door.closed");
        };
    }

    private @Nullable Place notNow(Context ctx, Place place, int status, String key) {
        ctx.status(status);
        Page page = Page.of(ctx, site, key + ".title");
        page.show("message", MessagePage.of(page.t(key + ".text", place.venue().name()), page.t(key + ".more")));
        return null;
    }

    private void unknown(Context ctx, String typed) {
        if (!LIKE_A_CODE.matcher(typed).matches()) {
            WebServer.error(ctx, site, 404);
            return;
        }
        ctx.status(404);
        Page page = Page.of(ctx, site, "door.unknown.title");
        page.show("message", MessagePage.of(page.t("door.unknown.text", typed), page.t("door.unknown.more")));
    }

    private Optional<Place> findPlace(String typed) {
        return SpotCode.read(typed)
                .flatMap(directory::place)
                .or(() -> VenueCode.read(typed).flatMap(directory::firstPlace));
    }

    private static String newVisit() {
        byte[] mark = new byte[16];
        RANDOM.nextBytes(mark);
        return HexFormat.of().formatHex(mark);
    }
}
