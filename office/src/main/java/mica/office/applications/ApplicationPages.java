package mica.office.applications;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import mica.exchange.envelope.ApplicationStatus.State;
import mica.exchange.venue.VenueField;
import mica.office.officers.Officer;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import mica.office.overview.Waiting;
import mica.office.venues.Venue;
import mica.office.venues.VenuePosters;
import mica.office.venues.Venues;
import mica.web.Asking;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import mica.web.venue.VenueAnswer;
import org.jspecify.annotations.Nullable;

/** The reviewer's pages: the queue of applications, one application, the three decisions. */
public final class ApplicationPages {

    private static final int PAGE = 50;
    private static final int LONGEST_COMMENT = 300;
    private static final int LONGEST_MESSAGE = 1_000;

    private final Site site;
    private final Applications applications;
    private final Venues venues;
    private final VenuePosters posters;
    private final Officers officers;

    public ApplicationPages(
            Site site, Applications applications, Venues venues, VenuePosters posters, Officers officers) {
        this.site = site;
        this.applications = applications;
        this.venues = venues;
        this.posters = posters;
        this.officers = officers;
    }

    /** Those of a state, the oldest first. */
    public record QueuePage(State state, State[] states, ListPage<Application> list) {}

    /** A step with the name of who took it. @param officer null for the applicant */
    public record Past(
            Instant at,
            int revision,
            State state,
            @Nullable String officer,
            @Nullable String message) {}

    /** One application with all that helps to decide. */
    public record ApplicationPage(
            Application application,
            List<VenueAnswer> answers,
            List<String> printed,
            List<Venue> likeVenues,
            List<Application> likeApplications,
            List<Past> history,
            boolean decidable) {}

    /** What waits for a reviewer. */
    public List<Waiting> waiting(Officer officer) {
        return officer.is(Role.REVIEWER)
                ? List.of(new Waiting("application.waiting", applications.waiting(), "/applications"))
                : List.of();
    }

    public void queue(Context ctx) {
        Form query = Form.query(ctx);
        State state = state(query.raw("state"));
        List<Application> found = applications.page(state, id(query.raw("after")), PAGE + 1);
        Page.of(ctx, site, "application.queue.title")
                .show(
                        "applications/queue",
                        new QueuePage(
                                state,
                                State.values(),
                                ListPage.of(
                                        found,
                                        PAGE,
                                        application -> application.id().toString())));
    }

    public void application(Context ctx) {
        Application application = asked(ctx);
        show(ctx, application, Form.empty());
    }

    /** How its posters would look, marked as a sample. */
    public void poster(Context ctx) {
        Application application = asked(ctx);
        ctx.contentType("application/pdf")
                .header("Content-Disposition", "inline; filename=\"poster-sample.pdf\"")
                .result(posters.sample(application.details(), application.spots()));
    }

    public void approve(Context ctx) {
        Application application = asked(ctx);
        Form form = Form.posted(ctx);
        if (isIneligible(application)) {
            form.error("sector", "application.ineligible");
            showErrors(ctx, application, form);
            return;
        }
        after(
                ctx,
                form,
                applications.approve(
                        application.id(),
                        version(form),
                        Asking.person(ctx, Officer.class).id()),
                "application.approved");
    }

    public void giveBack(Context ctx) {
        Application application = asked(ctx);
        Form form = Form.posted(ctx);
        Map<String, String> comments = new LinkedHashMap<>();
        for (String field : VenueField.keysWithSpots()) {
            String comment = form.optionalParagraphs("comment-" + field, LONGEST_COMMENT);
            if (!comment.isEmpty()) {
                comments.put(field, comment);
            }
        }
        String message = form.paragraphs("return-message", LONGEST_MESSAGE);
        if (!form.isRight()) {
            showErrors(ctx, application, form);
            return;
        }
        after(
                ctx,
                form,
                applications.giveBack(
                        application.id(),
                        version(form),
                        comments,
                        message,
                        Asking.person(ctx, Officer.class).id()),
                "application.returned");
    }

    public void reject(Context ctx) {
        Application application = asked(ctx);
        Form form = Form.posted(ctx);
        String message = form.paragraphs("reject-message", LONGEST_MESSAGE);
        if (!form.isRight()) {
            showErrors(ctx, application, form);
            return;
        }
        after(
                ctx,
                form,
                applications.reject(
                        application.id(),
                        version(form),
                        message,
                        Asking.person(ctx, Officer.class).id()),
                "application.rejected");
    }

    private void after(Context ctx, Form form, Applications.Outcome outcome, String noticeKey) {
        switch (outcome) {
            case Applications.Outcome.Decided decided ->
                Page.redirect(ctx, "/applications/" + decided.application().id(), noticeKey);
            case Applications.Outcome.ChangedBefore changed -> {
                form.error("changed", "application.changed-before");
                showErrors(ctx, changed.application(), form);
            }
            case Applications.Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private void show(Context ctx, Application application, Form form) {
        Page page = page(ctx, application, form);
        page.show("applications/application", model(page, application));
    }

    private void showErrors(Context ctx, Application application, Form form) {
        Page page = page(ctx, application, form);
        page.showErrors("applications/application", model(page, application));
    }

    private Page page(Context ctx, Application application, Form form) {
        return Page.of(ctx, site, "application.title", application.details().name())
                .with(form);
    }

    private ApplicationPage model(Page page, Application application) {
        List<Past> history = new ArrayList<>();
        for (Application.ApplicationStep step : applications.history(application.id())) {
            UUID officer = step.officer();
            String name = officer == null
                    ? null
                    : officers.find(officer).map(Officer::name).orElse("");
            history.add(new Past(step.at(), step.revision(), step.state(), name, step.message()));
        }
        return new ApplicationPage(
                application,
                VenueAnswer.all(page, "venue.field", application.details(), application.spots()),
                Stream.concat(Stream.of(application.details().name()), application.spots().stream())
                        .toList(),
                venues.alike(application.details()).stream()
                        .filter(venue -> !venue.code().equals(application.venueCode()))
                        .toList(),
                applications.alike(application),
                history,
                application.state() == State.SUBMITTED);
    }

    private boolean isIneligible(Application application) {
        return site.service().sectors().stream()
                .anyMatch(sector -> sector.code().equals(application.details().sector()) && !sector.eligible());
    }

    private static State state(String name) {
        for (State state : State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return State.SUBMITTED;
    }

    private static int version(Form form) {
        try {
            return Integer.parseInt(form.raw("version"));
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private Application asked(Context ctx) {
        UUID id = id(ctx.pathParam("id"));
        if (id == null) {
            throw new NotFoundResponse();
        }
        return applications.find(id).orElseThrow(NotFoundResponse::new);
    }
}
