package mica.office.drafting;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.database.Json;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.approval.ApprovalStep;
import mica.office.audience.AudienceStore;
import mica.office.notice.Finding;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeEvent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeOutcome;
import mica.office.notice.NoticePages;
import mica.office.notice.NoticeState;
import mica.office.notice.Notices;
import mica.office.officers.Officer;
import mica.office.venues.PlaceStore;
import mica.web.Asking;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The author's pages: entering a case, writing the text, looking it over, asking for approval. Threads may share it. */
public final class DraftPages {

    private static final int MOST_RESULTS = 20;

    private final Site site;
    private final Notices notices;
    private final PlaceStore places;
    private final InstantSource clock;

    public DraftPages(Site site, Notices notices, PlaceStore places, InstantSource clock) {
        this.site = site;
        this.notices = notices;
        this.places = places;
        this.clock = clock;
    }

    /** The case and its text. @param words searched for; null when nothing was */
    public record DraftPage(
            Notice notice,
            @Nullable Notice first,
            List<PickedPlace> picked,
            @Nullable String words,
            List<PlaceStore.VenueWithSpots> results,
            AudienceStore.@Nullable Count count,
            LocalDate oldest,
            LocalDate today,
            @Nullable ApprovalStep<NoticeEvent> returned) {}

    /** What will be sent, and what the machine noticed. */
    public record CheckPage(
            Notice notice, @Nullable Notice first, AudienceStore.Count count, int people, List<Finding> findings) {

        public boolean mayAsk() {
            return findings.stream().noneMatch(Finding::blocks);
        }
    }

    /** {@code POST /notices}: the clock starts. */
    public void open(Context ctx) {
        Notice notice = notices.open(Asking.person(ctx, Officer.class));
        ctx.redirect(NoticePages.href(notice.id()) + "/edit", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    public void edit(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        if (!notice.state().allows(NoticeEvent.CHANGED)) {
            ctx.redirect(NoticePages.href(notice.id()), io.javalin.http.HttpStatus.SEE_OTHER);
            return;
        }
        show(ctx, notice, DraftForm.filled(notice, places, site.service()), null, true);
    }

    /** Every button of the draft comes here; {@code do} tells which. */
    public void save(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        Form form = Form.posted(ctx);
        DraftForm draft = draft(form);
        String wish = form.raw("do").equals("enter") ? meant(notice, form) : form.raw("do");
        if (wish.startsWith("add:")) {
            VenueCode.read(wish.substring(4)).ifPresent(draft::add);
            show(ctx, notice, form, null, false);
        } else if (wish.startsWith("remove:")) {
            VenueCode.read(wish.substring(7)).ifPresent(draft::remove);
            show(ctx, notice, form, null, false);
        } else {
            switch (wish) {
                case "search" -> {
                    form.put("searched", form.raw("words"));
                    show(ctx, notice, form, form.raw("words"), false);
                }
                case "look" -> show(ctx, notice, form, null, true);
                case "count" -> {
                    draft.content(notice, true);
                    show(ctx, notice, form, null, true);
                }
                case "write" -> {
                    write(notice, draft);
                    show(ctx, notice, form, null, true);
                }
                // Whatever a browser sends that names no button of the page keeps what was typed.
                default -> store(ctx, notice, form, draft, wish.equals("check"));
            }
        }
    }

    /**
     * What the Enter key means: the first button of a form answers it, in whatever field it is pressed. It searches for
     * words not yet searched for; else it keeps what was typed, unless keeping would take back a request for approval.
     */
    private static String meant(Notice notice, Form form) {
        String words = form.raw("words");
        if (!words.isBlank() && !words.equals(form.raw("searched"))) {
            return "search";
        }
        return notice.state() == NoticeState.DRAFT ? "save" : "look";
    }

    private void write(Notice notice, DraftForm draft) {
        NoticeContent content = draft.content(notice, false);
        Notice first = first(notice);
        NoticeContent concerned = first == null ? content : first.content();
        draft.write(NoticeTemplates.write(
                new NoticeTemplates.Facts(
                        notice.content().kind(),
                        notice.number(),
                        first == null ? null : first.number(),
                        concerned.places(),
                        concerned.from(),
                        concerned.to()),
                site.service()));
    }

    private void store(Context ctx, Notice notice, Form form, DraftForm draft, boolean goOn) {
        NoticeContent content = draft.content(notice, goOn);
        if (!form.isRight()) {
            show(ctx, notice, form, null, true);
            return;
        }
        switch (notices.save(Asking.person(ctx, Officer.class), notice.id(), draft.version(), content)) {
            case NoticeOutcome.Done done ->
                Page.redirect(ctx, NoticePages.href(notice.id()) + (goOn ? "/check" : "/edit"), "notice.saved");
            case NoticeOutcome.Stale stale -> {
                form.error("version", "notice.stale");
                form.put("version", Integer.toString(stale.notice().version()));
                show(ctx, stale.notice(), form, null, true);
            }
            case NoticeOutcome.NotNow notNow ->
                Page.redirect(ctx, NoticePages.href(notice.id()), "notice.not-now." + notNow.state());
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    /** The number of people, for the script of the page; places and period come in the address line. */
    public void count(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        Form form = Form.query(ctx);
        DraftForm draft = draft(form);
        Page page = Page.of(ctx, site, "notice.draft.title");
        ctx.contentType("application/json");
        ctx.result(Json.write(draft.audience(notice)
                .map(content -> {
                    AudienceStore.Count count = notices.count(content);
                    return Map.of(
                            "confirmed", page.t("notice.people", count.confirmed()),
                            "unconfirmed", page.t("notice.people", count.unconfirmed()),
                            "all",
                                    page.t(
                                            "notice.people",
                                            content.includeUnconfirmed() ? count.all() : count.confirmed()));
                })
                .orElse(Map.of("confirmed", "—", "unconfirmed", "—", "all", "—"))));
    }

    public void check(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        if (!notice.state().allows(NoticeEvent.ASKED)) {
            ctx.redirect(NoticePages.href(notice.id()), io.javalin.http.HttpStatus.SEE_OTHER);
            return;
        }
        Page.of(ctx, site, "notice.check.title", notice.number()).show("drafting/check", checkPage(notice));
    }

    private CheckPage checkPage(Notice notice) {
        Notices.Outlook outlook = notices.outlook(notice);
        return new CheckPage(notice, first(notice), outlook.count(), outlook.people(), outlook.findings());
    }

    public void test(Context ctx) {
        UUID id = NoticePages.id(ctx);
        Language language = Language.spoken(Form.posted(ctx).raw("language"));
        Officer officer = Asking.person(ctx, Officer.class);
        String back = NoticePages.href(id) + "/check";
        switch (notices.test(officer, id, language)) {
            case NoticeOutcome.Done done ->
                Page.redirect(ctx, back, "notice.test.queued", officer.email().masked());
            case NoticeOutcome.Blocked blocked -> Page.redirect(ctx, back, "notice.test.empty");
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void ask(Context ctx) {
        UUID id = NoticePages.id(ctx);
        Form form = Form.posted(ctx);
        switch (notices.ask(Asking.person(ctx, Officer.class), id, draft(form).version())) {
            case NoticeOutcome.Done done -> Page.redirect(ctx, NoticePages.href(id), "notice.asked");
            case NoticeOutcome.Stale stale -> Page.redirect(ctx, NoticePages.href(id) + "/check", "notice.stale");
            case NoticeOutcome.NotNow notNow ->
                Page.redirect(ctx, NoticePages.href(id), "notice.not-now." + notNow.state());
            case NoticeOutcome.Blocked blocked -> {
                Notice notice = NoticePages.notice(ctx, notices);
                Page.of(ctx, site, "notice.check.title", notice.number())
                        .with(form.error("findings", "notice.check.blocked"))
                        .showErrors("drafting/check", checkPage(notice));
            }
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void discard(Context ctx) {
        UUID id = NoticePages.id(ctx);
        switch (notices.discard(Asking.person(ctx, Officer.class), id)) {
            case NoticeOutcome.Done done -> Page.redirect(ctx, "/notices", "notice.discarded");
            case NoticeOutcome.NotNow notNow -> Page.redirect(ctx, NoticePages.href(id), "notice.stale");
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private void show(Context ctx, Notice notice, Form form, @Nullable String words, boolean count) {
        DraftForm draft = draft(form);
        List<PlaceStore.VenueWithSpots> results =
                words == null || words.isBlank() ? List.of() : places.search(searchable(words), MOST_RESULTS);
        AudienceStore.@Nullable Count people = count && form.isRight() ? count(notice, form) : null;
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone());
        DraftPage model = new DraftPage(
                notice,
                first(notice),
                draft.picked(),
                words,
                results,
                people,
                today.minusDays(site.service().retentionDays()),
                today,
                notices.history(notice.id()).stream()
                        .filter(event -> event.what() == NoticeEvent.RETURNED)
                        .reduce((a, b) -> b)
                        .orElse(null));
        Page page = Page.of(ctx, site, "notice.draft.title", notice.number()).with(form);
        if (form.isRight()) {
            page.show("drafting/draft", model);
        } else {
            page.showErrors("drafting/draft", model);
        }
    }

    /** Counts on a copy, so that what is still open is no error yet. */
    private AudienceStore.@Nullable Count count(Notice notice, Form form) {
        if (notice.content().kind() != NoticeKind.FIRST) {
            return notices.count(notice.content());
        }
        return draft(Form.filled(form.values()))
                .audience(notice)
                .map(notices::count)
                .orElse(null);
    }

    /** Octets a database cannot take are nobody's name. */
    private static String searchable(String words) {
        String cut = words.length() > 200 ? words.substring(0, 200) : words;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
    }

    private @Nullable Notice first(Notice notice) {
        UUID first = notice.content().followUpOf();
        return first == null
                ? null
                : notices.read(handle -> notices.store().find(handle, first)).orElseThrow();
    }

    private DraftForm draft(Form form) {
        return new DraftForm(form, places, site.service(), clock);
    }

    private ZoneId zone() {
        return ZoneId.of(site.service().timeZone());
    }
}
