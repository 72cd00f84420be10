package mica.office.report;

import java.time.Duration;
import mica.office.delivery.Progress;
import mica.web.Page;

/** How a notice stands, in the reader's words; templates use it. */
public final class StandWords {

    private StandWords() {}

    /** Minutes and seconds, with hours when there are any. */
    public static String duration(Page page, Duration duration) {
        return duration.toHours() > 0
                ? page.t("notice.hours", duration.toHours(), duration.toMinutesPart())
                : page.t("notice.minutes", duration.toMinutes(), duration.toSecondsPart());
    }

    /** How many people a notice that is under way goes to. */
    public static String recipients(Page page, Progress progress) {
        return page.t(
                progress.fixed() ? "notice.people" : "notice.progress.not-fixed", page.number(progress.recipients()));
    }

    public static String domain(Page page, Progress.Domain domain) {
        return domain.name().equals(Progress.OTHER_DOMAINS)
                ? page.t("notice.report.other-domains", Progress.SMALLEST_DOMAIN)
                : domain.name();
    }
}
