package mica.office.venues;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.Kana;
import mica.exchange.text.PlainText;
import mica.exchange.venue.VenueCode;
import mica.office.visits.VisitStore;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The reviewer's pages on registered venues. They show how many visits there were, never whose. */
public final class VenuePages {

    private static final int PAGE = 50;

    private final Site site;
    private final Venues venues;
    private final VenuePosters posters;
    private final VisitStore visits;

    public VenuePages(Site site, Venues venues, VenuePosters posters, VisitStore visits) {
        this.site = site;
        this.venues = venues;
        this.posters = posters;
        this.visits = visits;
    }

    /** One page of the list. @param next code to go on after; null on the last page */
    public record ListPage(
            String words,
            VenueFacts.@Nullable State state,
            List<Venue> venues,
            @Nullable String next) {}

    /** One venue. @param visits how many were registered on each day that is still kept */
    public record VenuePage(
            Venue venue, List<VenueFields.Field> fields, List<SpotFacts> spots, Map<LocalDate, Long> visits) {

        /** What stands on the posters. */
        public List<String> printed() {
            return Stream.concat(
                            Stream.of(venue.details().name()), spots.stream().map(SpotFacts::label))
                    .toList();
        }
    }

    /** The form to correct one. */
    public record EditPage(Venue venue, Map<String, String> sectors, Map<String, String> municipalities) {}

    public void list(Context ctx) {
        Form query = Form.query(ctx);
        String words =
                PlainText.line(query.raw("words"), 100) instanceof PlainText.Outcome.Clean clean ? clean.text() : "";
        VenueFacts.@Nullable State state = state(query.raw("state"));
        @Nullable VenueCode after = VenueCode.read(query.raw("after")).orElse(null);
        List<Venue> page = venues.search(words, state, after, PAGE + 1);
        boolean more = page.size() > PAGE;
        List<Venue> shown = more ? page.subList(0, PAGE) : page;
        Page.of(ctx, site, "venue.list.title")
                .with(query)
                .show(
                        "venues/list",
                        new ListPage(
                                words,
                                state,
                                shown,
                                more ? shown.getLast().code().value() : null));
    }

    public void venue(Context ctx) {
        Venue venue = asked(ctx);
        page(ctx, venue, Form.empty()).show("venues/venue", model(ctx, venue));
    }

    public void editForm(Context ctx) {
        Venue venue = asked(ctx);
        VenueDetails details = venue.details();
        Form form = Form.empty()
                .put("name", details.name())
                .put("kana", details.kana())
                .put("sector", details.sector())
                .put("postalCode", details.postalCode())
                .put("municipality", details.municipality())
                .put("address", details.address())
                .put("phone", details.phone())
                .put("contactPerson", details.contactPerson())
                .put("email", details.email())
                .put("openingHours", details.openingHours())
                .put("version", Integer.toString(venue.version()));
        if (details.listed()) {
            form.put("listed", "on");
        }
        editPage(ctx, venue, form).show("venues/edit", editModel(ctx, venue));
    }

    public void edit(Context ctx) {
        Venue venue = asked(ctx);
        Form form = Form.posted(ctx);
        VenueDetails details = read(form, venue);
        if (!form.isRight()) {
            editPage(ctx, venue, form).showErrors("venues/edit", editModel(ctx, venue));
            return;
        }
        switch (venues.edit(venue.code(), version(form), details)) {
            case Venues.Change.Changed changed -> Page.redirect(ctx, "/venues/" + venue.code(), "venue.changed");
            case Venues.Change.ChangedBefore changed -> {
                form.error("changed", "venue.changed-before")
                        .put("version", Integer.toString(changed.venue().version()));
                editPage(ctx, changed.venue(), form).showErrors("venues/edit", editModel(ctx, changed.venue()));
            }
            case Venues.Change.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void setState(Context ctx) {
        Form form = Form.posted(ctx);
        VenueFacts.@Nullable State state = state(form.raw("state"));
        if (state == null) {
            form.error("state", "form.choice");
            Venue venue = asked(ctx);
            page(ctx, venue, form).showErrors("venues/venue", model(ctx, venue));
            return;
        }
        after(ctx, form, venues.setState(asked(ctx).code(), version(form), state), "venue.state-changed");
    }

    public void sendPosters(Context ctx) {
        Venue venue = asked(ctx);
        if (venues.sendPosters(venue)) {
            Page.redirect(ctx, "/venues/" + venue.code(), "venue.posters.sent");
        } else {
            page(ctx, venue, Form.empty().error("posters", "venue.posters.no-address"))
                    .showErrors("venues/venue", model(ctx, venue));
        }
    }

    public void posters(Context ctx) {
        Venue venue = asked(ctx);
        ctx.contentType("application/pdf")
                .header("Content-Disposition", "inline; filename=\"posters-" + venue.code() + ".pdf\"")
                .result(posters.pdf(venue.details(), venues.spots(venue.code())));
    }

    private void after(Context ctx, Form form, Venues.Change change, String noticeKey) {
        switch (change) {
            case Venues.Change.Changed changed ->
                Page.redirect(ctx, "/venues/" + changed.venue().code(), noticeKey);
            case Venues.Change.ChangedBefore changed ->
                page(ctx, changed.venue(), form.error("changed", "venue.changed-before"))
                        .showErrors("venues/venue", model(ctx, changed.venue()));
            case Venues.Change.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private VenueDetails read(Form form, Venue venue) {
        ServiceFacts service = site.service();
        String postalCode = form.optionalLine("postalCode", 20).replaceAll("[-‐－ー〒 ]", "");
        if (!postalCode.isEmpty() && !postalCode.matches("[0-9]{7}")) {
            form.error("postalCode", "venue.postal-code.wrong");
        }
        String municipality = service.municipalities().isEmpty()
                ? form.line("municipality", 40)
                : form.choice("municipality", service.municipalities());
        String email = form.optionalEmail("email").map(EmailAddress::spelled).orElse("");
        return new VenueDetails(
                form.line("name", 100),
                Kana.katakana(form.optionalLine("kana", 200)),
                form.choice(
                        "sector",
                        service.sectors().stream()
                                .map(ServiceFacts.Sector::code)
                                .toList()),
                postalCode,
                municipality,
                form.line("address", 200),
                form.optionalLine("phone", 60),
                form.optionalLine("contactPerson", 60),
                email,
                form.optionalLine("openingHours", 100),
                venue.details().language(),
                form.isTicked("listed"));
    }

    private Page page(Context ctx, Venue venue, Form form) {
        return Page.of(ctx, site, "venue.title", venue.details().name()).with(form);
    }

    private Page editPage(Context ctx, Venue venue, Form form) {
        return Page.of(ctx, site, "venue.edit.title", venue.details().name()).with(form);
    }

    private VenuePage model(Context ctx, Venue venue) {
        List<SpotFacts> spots = venues.spots(venue.code());
        return new VenuePage(
                venue,
                VenueFields.of(
                        venue.details(),
                        spots.stream().map(SpotFacts::label).toList(),
                        site.service(),
                        Page.language(ctx)),
                spots,
                visits.countByDay(venue.code()));
    }

    private EditPage editModel(Context ctx, Venue venue) {
        return new EditPage(
                venue,
                VenueFields.sectors(site.service(), Page.language(ctx)),
                VenueFields.municipalities(site.service()));
    }

    private static VenueFacts.@Nullable State state(String name) {
        for (VenueFacts.State state : VenueFacts.State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    private static int version(Form form) {
        try {
            return Integer.parseInt(form.raw("version"));
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private Venue asked(Context ctx) {
        return VenueCode.read(ctx.pathParam("code")).flatMap(venues::find).orElseThrow(NotFoundResponse::new);
    }
}
