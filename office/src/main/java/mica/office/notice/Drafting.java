package mica.office.notice;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import mica.exchange.text.Language;

/** What a notice is written with: ready texts, and what is found about it before an officer reads it. Threads may share it. */
public interface Drafting {

    /** The text of a follow-up to a notice, in every language. */
    Map<Language, NoticeText> followUp(NoticeKind kind, String number, Notice first);

    /**
     * Everything noticed, what blocks first.
     *
     * @param people how many would get it now
     * @param withoutKeys the days of the audience whose addresses no key opens
     * @param lastAudiences how many the notices before went to
     */
    List<Finding> findings(NoticeContent content, int people, List<LocalDate> withoutKeys, List<Integer> lastAudiences);

    /** That addresses of these days cannot be opened, which blocks. */
    Finding keysMissing(List<LocalDate> days);
}
