package mica.office.notice;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import mica.exchange.text.Language;
import mica.office.approval.ApprovalStep;
import mica.office.audience.AudienceStore;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.office.overview.Waiting;
import mica.web.Asking;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The list of notices, one notice as it stands, and the approval of it. Threads may share it. */
public final class NoticePages {

    private static final int LINES_A_PAGE = 50;
    private static final int LONGEST_WORD = 1_000;

    private final Site site;
    private final Notices notices;
    private final NoticePreview preview;
    private final BiConsumer<Context, Notice> standing;

    /** @param standing shows a notice that is on its way or over */
    public NoticePages(Site site, Notices notices, NoticePreview preview, BiConsumer<Context, Notice> standing) {
        this.site = site;
        this.notices = notices;
        this.preview = preview;
        this.standing = standing;
    }

    /** A notice as the mail that its reader gets. */
    @FunctionalInterface
    public interface NoticePreview {

        /** @param erase the address behind the reader's own link */
        String html(NoticeContent content, Language language, String erase);
    }

    /** The latest first; the next page is of older ones. */
    public record NoticesPage(ListPage<NoticeLine> list, boolean mayWrite) {}

    /** What an approver sees; the form sends back the hash of exactly this. */
    public record ApprovalPage(
            Notice notice,
            @Nullable Notice first,
            AudienceStore.Count count,
            int people,
            List<Finding> findings,
            List<Changes.Change> changes,
            List<ApprovalStep<NoticeEvent>> history,
            boolean mayApprove,
            boolean isOwn,
            boolean mayWrite) {}

    public static String href(UUID id) {
        return "/notices/" + id;
    }

    public static UUID id(Context ctx) {
        try {
            return UUID.fromString(ctx.pathParam("id"));
        } catch (IllegalArgumentException noId) {
            throw new NotFoundResponse();
        }
    }

    public static Notice notice(Context ctx, Notices notices) {
        UUID id = id(ctx);
        return notices.read(handle -> notices.store().find(handle, id)).orElseThrow(NotFoundResponse::new);
    }

    public void list(Context ctx) {
        String before = Optional.ofNullable(ctx.queryParam("before"))
                .filter(number -> number.matches("N-\\d{4}-\\d{1,9}"))
                .orElse(null);
        List<NoticeLine> lines = notices.read(handle -> notices.store().list(handle, before, LINES_A_PAGE + 1));
        Page.of(ctx, site, "notice.list.title")
                .show(
                        "notice/list",
                        new NoticesPage(
                                ListPage.of(lines, LINES_A_PAGE, NoticeLine::number),
                                Asking.person(ctx, Officer.class).is(Role.AUTHOR)));
    }

    /** One notice, as its state asks for: to be written, to be approved, on its way, over. */
    public void show(Context ctx) {
        Notice notice = notice(ctx, notices);
        switch (notice.state()) {
            case DRAFT -> draft(ctx, notice);
            case AWAITING_APPROVAL ->
                Page.of(ctx, site, "notice.approval.title", notice.number())
                        .show("notice/approval", approval(ctx, notice));
            case SENDING, PAUSED, SENT, STOPPED -> standing.accept(ctx, notice);
            case DISCARDED -> throw new NotFoundResponse();
        }
    }

    private void draft(Context ctx, Notice notice) {
        if (Asking.person(ctx, Officer.class).is(Role.AUTHOR)) {
            ctx.redirect(href(notice.id()) + "/edit", HttpStatus.SEE_OTHER);
        } else {
            Page.redirect(ctx, "/notices", "notice.not-now.DRAFT");
        }
    }

    private ApprovalPage approval(Context ctx, Notice notice) {
        Officer officer = Asking.person(ctx, Officer.class);
        List<ApprovalStep<NoticeEvent>> history = notices.history(notice.id());
        List<Changes.Change> changes = history.stream()
                .filter(event -> event.what() == NoticeEvent.RETURNED)
                .flatMap(event -> Stream.ofNullable(event.content()))
                .reduce((a, b) -> b)
                .map(NoticeContent::read)
                .map(returned -> Changes.between(returned, notice.content()))
                .orElse(List.of());
        boolean own = notice.isWrittenBy(officer.id());
        Notices.Outlook outlook = notices.outlook(notice);
        return new ApprovalPage(
                notice,
                first(notice),
                outlook.count(),
                outlook.people(),
                outlook.findings(),
                changes,
                history,
                Notices.APPROVAL.mayDecide(officer, notice.hands()),
                own,
                officer.is(Role.AUTHOR));
    }

    private @Nullable Notice first(Notice notice) {
        UUID first = notice.content().followUpOf();
        return first == null
                ? null
                : notices.read(handle -> notices.store().find(handle, first)).orElseThrow();
    }

    public void approve(Context ctx) {
        UUID id = id(ctx);
        Form form = Form.posted(ctx);
        switch (notices.approve(Asking.person(ctx, Officer.class), id, form.raw("hash"))) {
            case NoticeOutcome.Done done -> Page.redirect(ctx, href(id), "notice.approved");
            case NoticeOutcome.Stale stale -> again(ctx, stale.notice(), form.error("hash", "approval.stale"));
            case NoticeOutcome.OwnNotice own ->
                again(ctx, notice(ctx, notices), form.error("hash", "notice.approval.own"));
            case NoticeOutcome.WithoutRole without -> throw new ForbiddenResponse();
            case NoticeOutcome.Nobody nobody ->
                again(ctx, notice(ctx, notices), form.error("hash", "notice.approval.nobody"));
            case NoticeOutcome.Blocked blocked -> again(ctx, notice(ctx, notices), blocked(form, blocked));
            case NoticeOutcome.NotNow notNow -> Page.redirect(ctx, href(id), "notice.not-now." + notNow.state());
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    public void giveBack(Context ctx) {
        UUID id = id(ctx);
        Form form = Form.posted(ctx);
        String word = form.paragraphs("word", LONGEST_WORD);
        if (!form.isRight()) {
            Notice notice = notice(ctx, notices);
            if (notice.state() == NoticeState.AWAITING_APPROVAL) {
                again(ctx, notice, form);
                return;
            }
        }
        switch (notices.giveBack(Asking.person(ctx, Officer.class), id, form.raw("hash"), word)) {
            case NoticeOutcome.Done done -> Page.redirect(ctx, "/notices", "notice.returned");
            case NoticeOutcome.Stale stale -> again(ctx, stale.notice(), form.error("hash", "approval.stale"));
            case NoticeOutcome.NotNow notNow -> Page.redirect(ctx, href(id), "notice.not-now." + notNow.state());
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    private static Form blocked(Form form, NoticeOutcome.Blocked blocked) {
        Finding finding = blocked.findings().getFirst();
        return form.error(
                "hash", "notice.check." + finding.what(), finding.arguments().toArray());
    }

    private void again(Context ctx, Notice notice, Form form) {
        Page.of(ctx, site, "notice.approval.title", notice.number())
                .with(form)
                .showErrors("notice/approval", approval(ctx, notice));
    }

    /** {@code POST /notices/{id}/follow-up}: a correction or a withdrawal, already written. */
    public void followUp(Context ctx) {
        UUID id = id(ctx);
        NoticeKind kind = Form.posted(ctx).raw("kind").equals(NoticeKind.WITHDRAWAL.name())
                ? NoticeKind.WITHDRAWAL
                : NoticeKind.CORRECTION;
        switch (notices.followUp(Asking.person(ctx, Officer.class), id, kind)) {
            case NoticeOutcome.Done done ->
                Page.redirect(ctx, href(done.notice().id()) + "/edit", "notice.follow-up." + kind);
            case NoticeOutcome.Nobody nobody -> Page.redirect(ctx, href(id), "notice.follow-up.nobody");
            case NoticeOutcome.NotNow notNow -> Page.redirect(ctx, href(id), "notice.not-now." + notNow.state());
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    /** The mail as its reader sees it, to be shown within a page of ours: it runs nothing and loads nothing. */
    public void preview(Context ctx) {
        Notice notice = notice(ctx, notices);
        Language language = Language.spoken(ctx.queryParam("in"));
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox");
        ctx.header("X-Frame-Options", "SAMEORIGIN");
        ctx.html(preview.html(notice.content(), language, site.service().publicUrl() + "/e/…"));
    }

    /** What waits for the officer on the console's first page. */
    public List<Waiting> waiting(Officer officer) {
        return notices.read(handle -> {
            long toApprove = notices.store()
                    .inState(handle, NoticeState.AWAITING_APPROVAL)
                    .size();
            long onTheWay = notices.store().inState(handle, NoticeState.SENDING).size()
                    + notices.store().inState(handle, NoticeState.PAUSED).size();
            return Stream.of(
                            new Waiting(
                                    "notice.waiting.approval", officer.is(Role.APPROVER) ? toApprove : 0, "/notices"),
                            new Waiting(
                                    "notice.waiting.sending",
                                    officer.is(Role.APPROVER) || officer.is(Role.AUTHOR) ? onTheWay : 0,
                                    "/notices"))
                    .filter(waiting -> waiting.count() > 0)
                    .toList();
        });
    }
}
