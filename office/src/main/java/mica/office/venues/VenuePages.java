package mica.office.venues;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.PlainText;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.office.visits.VisitStore;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import mica.web.venue.VenueAnswer;
import mica.web.venue.VenueForm;
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

    /** Those that were asked for. */
    public record VenuesPage(String words, VenueFacts.@Nullable State state, ListPage<Venue> list) {}

    /** One venue. @param visits how many were registered on each day that is still kept */
    public record VenuePage(
            Venue venue, List<VenueAnswer> answers, List<SpotFacts> spots, Map<LocalDate, Long> visits) {

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
        List<Venue> found = venues.search(words, state, after, PAGE + 1);
        Page.of(ctx, site, "venue.list.title")
                .with(query)
                .show(
                        "venues/list",
                        new VenuesPage(
                                words,
                                state,
                                ListPage.of(found, PAGE, venue -> venue.code().value())));
    }

    public void venue(Context ctx) {
        Venue venue = asked(ctx);
        show(ctx, venue, Form.empty());
    }

    public void editForm(Context ctx) {
        Venue venue = asked(ctx);
        Form form = VenueForm.fill(Form.empty(), venue.details()).put("version", Integer.toString(venue.version()));
        if (venue.details().listed()) {
            form.put(VenueField.LISTED, "on");
        }
        editPage(ctx, venue, form).show("venues/edit", editModel(ctx, venue));
    }

    public void edit(Context ctx) {
        Venue venue = asked(ctx);
        Form form = Form.posted(ctx);
        VenueDetails details = new VenueForm(form, VenueForm.By.OFFICER, site.service(), Page.language(ctx, site))
                .read(venue.details().language(), form.isTicked(VenueField.LISTED));
        if (!form.isRight()) {
            editPage(ctx, venue, form).showErrors("venues/edit", editModel(ctx, venue));
            return;
        }
        switch (venues.edit(venue.code(), version(form), details)) {
            case Venues.Outcome.Changed changed -> Page.redirect(ctx, "/venues/" + venue.code(), "venue.changed");
            case Venues.Outcome.ChangedBefore changed -> {
                form.error("changed", "venue.changed-before")
                        .put("version", Integer.toString(changed.venue().version()));
                editPage(ctx, changed.venue(), form).showErrors("venues/edit", editModel(ctx, changed.venue()));
            }
            case Venues.Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void setState(Context ctx) {
        Form form = Form.posted(ctx);
        VenueFacts.@Nullable State state = state(form.raw("state"));
        if (state == null) {
            form.error("state", "form.choice");
            Venue venue = asked(ctx);
            showErrors(ctx, venue, form);
            return;
        }
        after(ctx, form, venues.setState(asked(ctx).code(), version(form), state), "venue.state-changed");
    }

    public void sendPosters(Context ctx) {
        Venue venue = asked(ctx);
        if (venues.sendPosters(venue)) {
            Page.redirect(ctx, "/venues/" + venue.code(), "venue.posters.sent");
        } else {
            showErrors(ctx, venue, Form.empty().error("posters", "venue.posters.no-address"));
        }
    }

    public void posters(Context ctx) {
        Venue venue = asked(ctx);
        ctx.contentType("application/pdf")
                .header("Content-Disposition", "inline; filename=\"posters-" + venue.code() + ".pdf\"")
                .result(posters.pdf(venue.details(), venues.spots(venue.code())));
    }

    private void after(Context ctx, Form form, Venues.Outcome change, String noticeKey) {
        switch (change) {
            case Venues.Outcome.Changed changed ->
                Page.redirect(ctx, "/venues/" + changed.venue().code(), noticeKey);
            case Venues.Outcome.ChangedBefore changed ->
                showErrors(ctx, changed.venue(), form.error("changed", "venue.changed-before"));
            case Venues.Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private void show(Context ctx, Venue venue, Form form) {
        Page page = page(ctx, venue, form);
        page.show("venues/venue", model(page, venue));
    }

    private void showErrors(Context ctx, Venue venue, Form form) {
        Page page = page(ctx, venue, form);
        page.showErrors("venues/venue", model(page, venue));
    }

    private Page page(Context ctx, Venue venue, Form form) {
        return Page.of(ctx, site, "venue.title", venue.details().name()).with(form);
    }

    private Page editPage(Context ctx, Venue venue, Form form) {
        return Page.of(ctx, site, "venue.edit.title", venue.details().name()).with(form);
    }

    private VenuePage model(Page page, Venue venue) {
        List<SpotFacts> spots = venues.spots(venue.code());
        return new VenuePage(
                venue,
                VenueAnswer.all(
                        page,
                        "venue.field",
                        venue.details(),
                        spots.stream().map(SpotFacts::label).toList()),
                spots,
                visits.countByDay(venue.code()));
    }

    private EditPage editModel(Context ctx, Venue venue) {
        return new EditPage(
                venue,
                VenueForm.sectors(site.service(), Page.language(ctx, site)),
                VenueForm.municipalities(site.service()));
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
