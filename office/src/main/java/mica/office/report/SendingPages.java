package mica.office.report;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mica.exchange.database.Json;
import mica.office.approval.ApprovalStep;
import mica.office.delivery.NoticeReturns;
import mica.office.delivery.Progress;
import mica.office.delivery.RecipientStore;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Exports;
import mica.office.notice.Notice;
import mica.office.notice.NoticeEvent;
import mica.office.notice.NoticeLine;
import mica.office.notice.NoticeOutcome;
import mica.office.notice.NoticePages;
import mica.office.notice.Notices;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.office.outcome.Meaning;
import mica.web.Asking;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What officers do while a notice is sent, and its numbers afterwards. Threads may share it. */
public final class SendingPages {

    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);
    /** Then the browser asks again by itself; so no thread outlives a forgotten page for long. */
    private static final int EVENTS_A_CONNECTION = 300;

    private final Site site;
    private final Notices notices;
    private final Exports exports;
    private final RecipientStore recipients = new RecipientStore();
    private final NoticeReturns returns = new NoticeReturns();
    private final CountDownLatch leaving = new CountDownLatch(1);

    public SendingPages(Site site, Notices notices, Exports exports) {
        this.site = site;
        this.notices = notices;
        this.exports = exports;
    }

    /** A notice on its way or over. */
    public record StandPage(
            Notice notice,
            @Nullable Notice first,
            Stand stand,
            List<ApprovalStep<NoticeEvent>> history,
            List<NoticeLine> followUps,
            Map<Meaning.Consequence, Integer> cameBack,
            boolean mayWrite) {

        /** How many people's copies came back, for a reason of one kind. */
        public int cameBack(Meaning.Consequence verdict) {
            return cameBack.getOrDefault(verdict, 0);
        }
    }

    /** The page before an end that cannot be undone. */
    public record StopPage(Notice notice, Stand stand) {}

    /** A notice that is on its way, or the report of one that is over. */
    public void show(Context ctx, Notice notice) {
        boolean over = notice.state().isOver();
        String title = over ? "notice.report.title" : "notice.progress.title";
        Page.of(ctx, site, title, notice.number())
                .show(over ? "report/report" : "report/progress", standPage(ctx, notice));
    }

    private StandPage standPage(Context ctx, Notice notice) {
        List<ApprovalStep<NoticeEvent>> history = notices.history(notice.id());
        return notices.read(handle -> new StandPage(
                notice,
                first(handle, notice),
                Stand.of(notice, recipients.progress(handle, notice)),
                history,
                notices.store().followUps(handle, notice.id()),
                returns.counts(handle, notice.id()),
                Asking.person(ctx, Officer.class).is(Role.AUTHOR)));
    }

    private @Nullable Notice first(Handle handle, Notice notice) {
        UUID first = notice.content().followUpOf();
        return first == null ? null : notices.store().find(handle, first).orElseThrow();
    }

    public void pause(Context ctx) {
        UUID id = NoticePages.id(ctx);
        moved(ctx, id, notices.pause(Asking.person(ctx, Officer.class), id), "notice.paused");
    }

    public void resume(Context ctx) {
        UUID id = NoticePages.id(ctx);
        moved(ctx, id, notices.resume(Asking.person(ctx, Officer.class), id), "notice.resumed");
    }

    public void askToStop(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        if (!notice.state().isUnderWay()) {
            ctx.redirect(NoticePages.href(notice.id()), HttpStatus.SEE_OTHER);
            return;
        }
        Page.of(ctx, site, "notice.stop.title", notice.number()).show("report/stop", stopPage(notice));
    }

    public void stop(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        Form form = Form.posted(ctx);
        if (!form.isTicked("understood") && notice.state().isUnderWay()) {
            Page.of(ctx, site, "notice.stop.title", notice.number())
                    .with(form.error("understood", "notice.stop.not-understood"))
                    .showErrors("report/stop", stopPage(notice));
            return;
        }
        moved(ctx, notice.id(), notices.stop(Asking.person(ctx, Officer.class), notice.id()), "notice.stopped");
    }

    private StopPage stopPage(Notice notice) {
        return new StopPage(notice, stand(notice));
    }

    private static void moved(Context ctx, UUID id, NoticeOutcome.Moving decision, String done) {
        switch (decision) {
            case NoticeOutcome.Done finished -> Page.redirect(ctx, NoticePages.href(id), done);
            case NoticeOutcome.NotNow notNow ->
                Page.redirect(ctx, NoticePages.href(id), "notice.not-now." + notNow.state());
            case NoticeOutcome.Unknown unknown -> throw new NotFoundResponse();
        }
    }

    /** {@code text/event-stream}: the numbers every second, until the notice is over. */
    public void events(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        Page page = Page.of(ctx, site, "notice.progress.title", notice.number());
        ctx.contentType("text/event-stream");
        // Proxies keep an answer back until they have enough of it.
        ctx.header("X-Accel-Buffering", "no");
        try {
            // The server's own stream: the one of the context compresses, and its flush does nothing.
            ServletOutputStream told = ctx.res().getOutputStream();
            for (int sent = 0; sent < EVENTS_A_CONNECTION; sent++) {
                Notice now = NoticePages.notice(ctx, notices);
                told.write(("data: " + Json.write(numbers(page, now)) + "\n\n").getBytes(StandardCharsets.UTF_8));
                told.flush();
                if (!now.state().isUnderWay()) {
                    return;
                }
                if (leaving.await(BETWEEN_EVENTS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException readerLeft) {
            return;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all events; a server that stops waits for every answer it has begun. */
    public void leave() {
        leaving.countDown();
    }

    private Map<String, String> numbers(Page page, Notice notice) {
        Stand stand = stand(notice);
        Progress progress = stand.progress();
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("state", notice.state().name());
        numbers.put("recipients", StandWords.recipients(page, progress));
        numbers.put("accepted", page.number(progress.accepted()));
        numbers.put("refused", page.number(progress.refused()));
        numbers.put("deferred", page.number(progress.deferred()));
        numbers.put("open", page.number(progress.open()));
        numbers.put("several", page.number(progress.severalCopies()));
        numbers.put("gone", page.number(progress.gone()));
        numbers.put("keysMissing", page.number(progress.keysMissing()));
        numbers.put("expired", page.number(progress.expired()));
        numbers.put("toDo", page.number(progress.toDo()));
        numbers.put("percent", Integer.toString(progress.percent()));
        numbers.put("rate", page.t("notice.progress.per-second", page.number(Math.round(stand.ratePerSecond()))));
        numbers.put(
                "left",
                stand.left().map(left -> StandWords.duration(page, left)).orElse("—"));
        return numbers;
    }

    private Stand stand(Notice notice) {
        return Stand.of(notice, notices.read(handle -> recipients.progress(handle, notice)));
    }

    /** The numbers of the report for a spreadsheet. */
    public void csv(Context ctx) {
        Notice notice = NoticePages.notice(ctx, notices);
        if (!notice.state().isUnderWay() && !notice.state().isOver()) {
            throw new NotFoundResponse();
        }
        Page page = Page.of(ctx, site, "notice.report.title", notice.number());
        ctx.header("Content-Disposition", "attachment; filename=\"" + notice.number() + ".csv\"");
        ctx.contentType("text/csv; charset=utf-8");
        // Spreadsheets take a file for UTF-8 only when it begins with the mark.
        byte[] file =
                ("\uFEFF" + table(page, notice, stand(notice), cameBack(notice))).getBytes(StandardCharsets.UTF_8);
        exports.note(
                Entry.of(Event.NOTICE_REPORT_EXPORTED)
                        .by(Asking.person(ctx, Officer.class).id())
                        .notice(notice.number()),
                file);
        ctx.result(file);
    }

    private Map<Meaning.Consequence, Integer> cameBack(Notice notice) {
        return notices.read(handle -> returns.counts(handle, notice.id()));
    }

    private static String table(Page page, Notice notice, Stand stand, Map<Meaning.Consequence, Integer> cameBack) {
        StringWriter text = new StringWriter();
        Progress progress = stand.progress();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.EXCEL)) {
            csv.printRecord(page.t("notice.csv.group"), page.t("notice.csv.item"), page.t("notice.csv.value"));
            String people = page.t("notice.csv.people");
            csv.printRecord(people, page.t("notice.count.recipients"), progress.recipients());
            csv.printRecord(people, page.t("notice.count.accepted"), progress.accepted());
            csv.printRecord(people, page.t("notice.count.refused"), progress.refused());
            csv.printRecord(people, page.t("notice.count.gone"), progress.gone());
            csv.printRecord(people, page.t("notice.count.keys-missing"), progress.keysMissing());
            csv.printRecord(people, page.t("notice.count.expired"), progress.expired());
            csv.printRecord(people, page.t("notice.count.toDo"), progress.toDo());
            String uncertain = page.t("notice.report.uncertain");
            csv.printRecord(uncertain, page.t("notice.count.several"), progress.severalCopies());
            csv.printRecord(uncertain, page.t("notice.count.unknown"), progress.unknown(notice.state()));
            csv.printRecord(uncertain, page.t("notice.count.open"), progress.openStill(notice.state()));
            for (Meaning.Consequence verdict : Meaning.Consequence.values()) {
                csv.printRecord(
                        page.t("notice.report.came-back"),
                        page.t("notice.came-back", verdict),
                        cameBack.getOrDefault(verdict, 0));
            }
            String time = page.t("notice.csv.time");
            csv.printRecord(
                    time,
                    page.t("notice.case-entered"),
                    notice.infectionCase().enteredAt().atZone(page.zone()));
            if (stand.toFirst().isPresent() && stand.toLast().isPresent()) {
                csv.printRecord(
                        time,
                        page.t("notice.csv.to-first"),
                        stand.toFirst().get().toSeconds());
                csv.printRecord(
                        time, page.t("notice.csv.to-last"), stand.toLast().get().toSeconds());
            }
            for (Progress.Domain domain : progress.domains()) {
                String name = StandWords.domain(page, domain);
                csv.printRecord(page.t("notice.csv.accepted-by"), name, domain.accepted());
                csv.printRecord(page.t("notice.csv.refused-by"), name, domain.refused());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
