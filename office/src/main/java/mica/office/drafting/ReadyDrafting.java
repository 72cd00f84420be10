package mica.office.drafting;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.notice.Drafting;
import mica.office.notice.Finding;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeText;

/** Writes with the ready texts and checks by the rules of this package. Threads may share it. */
public final class ReadyDrafting implements Drafting {

    private final Supplier<ServiceFacts> service;

    public ReadyDrafting(Supplier<ServiceFacts> service) {
        this.service = service;
    }

    @Override
    public Map<Language, NoticeText> followUp(NoticeKind kind, String number, Notice first) {
        NoticeContent concerned = first.content();
        return NoticeTemplates.write(
                kind, number, first.number(), concerned.places(), concerned.from(), concerned.to(), service.get());
    }

    @Override
    public List<Finding> findings(
            NoticeContent content, int people, List<LocalDate> withoutKeys, List<Integer> lastAudiences) {
        return NoticeChecks.findings(content, people, withoutKeys, service.get(), lastAudiences);
    }

    @Override
    public Finding keysMissing(List<LocalDate> days) {
        return NoticeChecks.keysMissing(days);
    }
}
