package mica.office.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Moments;
import mica.exchange.text.Texts;
import mica.web.Page;

/** Parts of notices in the reader's words; templates use it. */
public final class NoticeWords {

    private static final Texts TEXTS = new Texts("mica.office.notice");

    private NoticeWords() {}

    /** From when to when, as people of a language write it; the day is not said twice. */
    public static String period(Instant from, Instant to, ServiceFacts service, Language language) {
        ZoneId zone = ZoneId.of(service.timeZone());
        LocalDate lastDay = LocalDate.ofInstant(to, zone);
        String end = LocalDate.ofInstant(from, zone).equals(lastDay)
                ? Moments.time(to, zone)
                : Moments.dateTime(to, zone, language);
        return TEXTS.text(language, "notice.period", Moments.dateTime(from, zone, language), end);
    }

    public static String period(Page page, NoticeContent content) {
        return content.from() == null || content.to() == null
                ? "—"
                : period(content.from(), content.to(), page.service(), page.language());
    }

    public static String spots(Page page, NoticePlace place) {
        return place.spots().isEmpty()
                ? page.t("notice.all-spots")
                : place.spots().stream()
                        .map(NoticePlace.NoticeSpot::label)
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
}
