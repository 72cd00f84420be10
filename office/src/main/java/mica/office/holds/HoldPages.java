package mica.office.holds;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.office.approval.ApprovalStep;
import mica.office.holds.Holds.Outcome;
import mica.office.officers.Officer;
import mica.office.officers.Officers;
import mica.office.overview.Waiting;
import mica.web.Asking;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The pages of legal holds: the list, asking for one, and one hold with what may be done about it. */
public final class HoldPages {

    private static final int LINES_A_PAGE = 30;

    private final Site site;
    private final Holds holds;
    private final Officers officers;

    public HoldPages(Site site, Holds holds, Officers officers) {
        this.site = site;
        this.holds = holds;
        this.officers = officers;
    }

    /** A hold with the names of those who acted. @param closedBy null when its time was over, or it is not closed */
    public record ListedHold(
            Hold hold,
            String askedBy,
            @Nullable String confirmedBy,
            @Nullable String closedBy) {}

    /** @param closed the last of those first; the next page is of those closed earlier */
    public record HoldsPage(List<ListedHold> open, ListPage<ListedHold> closed, boolean mayAct) {}

    public record NewHoldPage(Map<String, String> reasons, LocalDate today, int longestDays, int mostDays) {}

    /** @param tooLate days of it that are erased or being erased */
    public record HoldPage(
            Hold hold,
            List<? extends ApprovalStep<?>> history,
            List<LocalDate> tooLate,
            boolean mayAct,
            boolean isOwn) {}

    /** What waits for the second officer. */
    public List<Waiting> waiting(Officer officer) {
        if (!mayAct(officer)) {
            return List.of();
        }
        long asked = holds.open().stream()
                .filter(hold -> hold.state() == HoldState.ASKED && Holds.CONFIRMATION.mayDecide(officer, hold.hands()))
                .count();
        return List.of(new Waiting("hold.waiting", asked, "/holds"));
    }

    /** {@code GET /holds?before=} */
    public void list(Context ctx) {
        Instant before = instant(Form.query(ctx).raw("before"));
        ListPage<ListedHold> closed = ListPage.of(
                lines(holds.closed(before, LINES_A_PAGE + 1)),
                LINES_A_PAGE,
                line -> Page.encode(String.valueOf(line.hold().closedAt())));
        Page.of(ctx, site, "hold.title")
                .show(
                        "holds/holds",
                        new HoldsPage(
                                before == null ? lines(holds.open()) : List.of(),
                                closed,
                                mayAct(Asking.person(ctx, Officer.class))));
    }

    /** {@code GET /holds/new} */
    public void form(Context ctx) {
        Page page = Page.of(ctx, site, "hold.new.title");
        page.show("holds/hold-new", newPage(page));
    }

    /** {@code POST /holds} */
    public void ask(Context ctx) {
        Form form = Form.posted(ctx);
        Holds.Wish wish = new HoldForm(form).wish().orElse(null);
        if (wish != null) {
            switch (holds.ask(wish, Asking.person(ctx, Officer.class))) {
                case Outcome.Done done -> {
                    Page.redirect(ctx, "/holds", "hold.asked");
                    return;
                }
                case Outcome.WrongRange wrong -> form.error("lastDay", "hold.wrong-range", Holds.MOST_DAYS);
                case Outcome.InTheFuture future -> form.error("lastDay", "hold.future");
                case Outcome.WrongFileNumber wrong -> form.error("fileNumber", "hold.wrong-file-number");
                case Outcome.WrongEnd wrong -> form.error("endsOn", "hold.wrong-end", holds.today(), wrong.latest());
                case Outcome.AllTooLate late -> form.error("firstDay", "hold.all-too-late");
            }
        }
        Page page = Page.of(ctx, site, "hold.new.title").with(form).withLabels("hold");
        page.showErrors("holds/hold-new", newPage(page));
    }

    /** {@code GET /holds/<id>}: what would be done by the button, before it is. */
    public void show(Context ctx) {
        Hold hold = asked(ctx);
        Page.of(ctx, site, title(hold)).show("holds/hold", holdPage(ctx, hold));
    }

    /** {@code POST /holds/<id>/confirm} */
    public void confirm(Context ctx) {
        Hold hold = asked(ctx);
        Form form = Form.posted(ctx);
        if (understood(ctx, hold, HoldState.ASKED, form)) {
            switch (holds.confirm(Asking.person(ctx, Officer.class), hold.id(), form.raw("hash"))) {
                case Outcome.Done done -> Page.redirect(ctx, "/holds", "hold.confirmed");
                case Outcome.Stale stale -> refused(ctx, hold, "approval.stale");
                case Outcome.WithoutRole without -> throw new ForbiddenResponse();
                case Outcome.SameOfficer same -> refused(ctx, hold, "hold.same-officer");
                case Outcome.AllTooLate late -> refused(ctx, hold, "hold.all-too-late");
                case Outcome.NotOpen decided -> refused(ctx, hold, "hold.not-open");
                case Outcome.Unknown unknown -> throw new NotFoundResponse();
            }
        }
    }

    /** {@code POST /holds/<id>/refuse} */
    public void refuse(Context ctx) {
        Hold hold = asked(ctx);
        closed(ctx, hold, holds.refuse(Asking.person(ctx, Officer.class), hold.id()), "hold.refused");
    }

    /** {@code POST /holds/<id>/lift} */
    public void lift(Context ctx) {
        Hold hold = asked(ctx);
        if (understood(ctx, hold, HoldState.IN_FORCE, Form.posted(ctx))) {
            closed(ctx, hold, holds.lift(Asking.person(ctx, Officer.class), hold.id()), "hold.lifted");
        }
    }

    /** Whether the tick was set; it is asked for where the page has one. */
    private boolean understood(Context ctx, Hold hold, HoldState before, Form form) {
        boolean own = before == HoldState.ASKED && isOwn(hold, Asking.person(ctx, Officer.class));
        if (hold.state() != before) {
            refused(ctx, hold, form.error("hold", "hold.not-open"));
        } else if (own) {
            refused(ctx, hold, form.error("hold", "hold.same-officer"));
        } else if (!form.isTicked("understood")) {
            refused(ctx, hold, form.error("understood", "hold.not-understood"));
        }
        return form.isRight();
    }

    private void closed(Context ctx, Hold hold, Outcome.Closing decision, String noticeKey) {
        switch (decision) {
            case Outcome.Done done -> Page.redirect(ctx, "/holds", noticeKey);
            case Outcome.NotOpen decided -> refused(ctx, hold, "hold.not-open");
            case Outcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    /** Shows the hold as it is by now. */
    private void refused(Context ctx, Hold hold, String key) {
        refused(ctx, holds.find(hold.id()).orElse(hold), Form.empty().error("hold", key));
    }

    private void refused(Context ctx, Hold hold, Form form) {
        Page.of(ctx, site, title(hold)).with(form).showErrors("holds/hold", holdPage(ctx, hold));
    }

    private static String title(Hold hold) {
        return switch (hold.state()) {
            case ASKED -> "hold.confirm.title";
            case IN_FORCE -> "hold.lift.title";
            case REFUSED, LIFTED, ENDED -> "hold.closed.title";
        };
    }

    private HoldPage holdPage(Context ctx, Hold hold) {
        Officer officer = Asking.person(ctx, Officer.class);
        return new HoldPage(
                hold,
                holds.history(hold.id()),
                hold.state().isOpen() ? holds.tooLate(hold) : List.of(),
                mayAct(officer),
                isOwn(hold, officer));
    }

    private NewHoldPage newPage(Page page) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (HoldReason reason : HoldReason.values()) {
            reasons.put(reason.name(), page.t("hold.reason", reason));
        }
        return new NewHoldPage(reasons, holds.today(), page.service().disease().longestHoldDays(), Holds.MOST_DAYS);
    }

    private List<ListedHold> lines(List<Hold> found) {
        return found.stream().map(this::line).toList();
    }

    private ListedHold line(Hold hold) {
        return new ListedHold(
                hold,
                name(hold.askedBy()),
                hold.confirmedBy() == null ? null : name(hold.confirmedBy()),
                hold.closedBy() == null ? null : name(hold.closedBy()));
    }

    private String name(UUID officer) {
        return officers.find(officer).map(Officer::name).orElse(officer.toString());
    }

    private static boolean mayAct(Officer officer) {
        return Holds.CONFIRMATION.hasRole(officer);
    }

    private static boolean isOwn(Hold hold, Officer officer) {
        return hold.hands().contains(officer.id());
    }

    private Hold asked(Context ctx) {
        try {
            return holds.find(UUID.fromString(ctx.pathParam("id"))).orElseThrow(NotFoundResponse::new);
        } catch (IllegalArgumentException noId) {
            throw new NotFoundResponse();
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }
}
