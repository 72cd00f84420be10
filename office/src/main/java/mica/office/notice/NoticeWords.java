package mica.office.notice;

import java.time.Duration;
import java.util.stream.Collectors;
import mica.office.drafting.NoticeTemplates;
import mica.office.report.Progress;
import mica.web.Page;

/** Parts of notices in the reader's words; templates use it. */
public final class NoticeWords {

    private NoticeWords() {}

    /** Minutes and seconds, with hours when there are any. */
    public static String duration(Page page, Duration duration) {
        return duration.toHours() > 0
                ? page.t("notice.hours", duration.toHours(), duration.toMinutesPart())
                : page.t("notice.minutes", duration.toMinutes(), duration.toSecondsPart());
    }

    /** How many people a notice that is under way goes to. */
    public static String recipients(Page page, Progress progress) {
        return page.t(progress.fixed() ? "notice.people" : "notice.progress.not-fixed", progress.recipients());
    }

    public static String domain(Page page, Progress.Domain domain) {
        return domain.name().equals(Progress.OTHER_DOMAINS)
                ? page.t("notice.report.other-domains", Progress.SMALLEST_DOMAIN)
                : domain.name();
    }

    public static String period(Page page, NoticeContent content) {
        return content.from() == null || content.to() == null
                ? "—"
                : NoticeTemplates.period(content.from(), content.to(), page.service(), page.language());
    }

    public static String spots(Page page, NoticePlace place) {
        return place.spots().isEmpty()
                ? page.t("notice.all-spots")
                : place.spots().stream()
                        .map(NoticePlace.Spot::label)
                        .collect(Collectors.joining(page.t("notice.comma")));
    }

    public static String finding(Page page, Finding finding) {
        return page.t("notice.check." + finding.what(), finding.arguments().toArray());
    }

    /** The colour of a state's mark. */
    public static String mark(NoticeState state) {
        return switch (state) {
            case DRAFT, DISCARDED -> "off";
            case AWAITING_APPROVAL, SENDING, PAUSED -> "wait";
            case SENT -> "good";
            case STOPPED -> "bad";
        };
    }

    public static String officer(Page page, NoticeEvent event) {
        return event.officerName().isEmpty() ? page.t("notice.by-itself") : event.officerName();
    }
}
