package mica.office.drafting;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.notice.Finding;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeText;

/** Looks a draft over before a second officer has to: for what must not go out, and for what may be a slip. */
public final class NoticeChecks {

    /** Longer mails are cut by phones or not read to the end. */
    static final int LONG_BODY = 3_000;

    /** Before there is anything to compare with. */
    private static final int MANY_AT_FIRST = 1_000;

    private static final int ENOUGH_TO_COMPARE = 3;
    private static final int TIMES_THE_LARGEST = 3;

    private NoticeChecks() {}

    /**
     * Everything noticed, what blocks first.
     *
     * @param people how many would get it now
     * @param withoutKeys the days of the audience whose addresses no key opens
     * @param lastAudiences how many the notices before went to
     */
    public static List<Finding> findings(
            NoticeContent content,
            int people,
            List<LocalDate> withoutKeys,
            ServiceFacts service,
            List<Integer> lastAudiences) {
        List<Finding> findings = new ArrayList<>();
        if (content.places().isEmpty()) {
            findings.add(Finding.blocking(Finding.FindingKind.PLACE_MISSING));
        }
        if (content.from() == null || content.to() == null) {
            findings.add(Finding.blocking(Finding.FindingKind.PERIOD_MISSING));
        }
        OwnNames names = OwnNames.of(content.places(), service);
        for (Language language : service.offered()) {
            text(findings, content.text(language), language, service, names);
        }
        if (!withoutKeys.isEmpty()) {
            findings.add(keysMissing(withoutKeys));
        } else if (content.audience().isPresent() && people == 0) {
            findings.add(Finding.blocking(Finding.FindingKind.NOBODY));
        }
        if (content.kind() == NoticeKind.FIRST && people > unusual(lastAudiences)) {
            findings.add(Finding.warning(Finding.FindingKind.UNUSUALLY_MANY, people, unusual(lastAudiences)));
        }
        findings.sort((a, b) -> Boolean.compare(b.blocks(), a.blocks()));
        return findings;
    }

    public static Finding keysMissing(List<LocalDate> days) {
        return Finding.blocking(
                Finding.FindingKind.KEYS_MISSING,
                days.stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
    }

    private static void text(
            List<Finding> findings, NoticeText text, Language language, ServiceFacts service, OwnNames names) {
        String name = language.ownName();
        if (text.subject().isBlank()) {
            findings.add(Finding.blocking(Finding.FindingKind.SUBJECT_MISSING, name));
        }
        if (text.body().isBlank()) {
            findings.add(Finding.blocking(Finding.FindingKind.BODY_MISSING, name));
            return;
        }
        String all = names.masked(text.subject() + "\n" + text.body());
        OpenSlots.first(all)
                .ifPresent(slot -> findings.add(Finding.blocking(Finding.FindingKind.PLACEHOLDER, name, slot)));
        contacts(findings, all, name, service);
        if (text.body().codePointCount(0, text.body().length()) > LONG_BODY) {
            findings.add(Finding.warning(Finding.FindingKind.LONG, name, LONG_BODY));
        }
    }

    private static void contacts(List<Finding> findings, String all, String name, ServiceFacts service) {
        ForeignContacts foreign = new ForeignContacts(service);
        foreign.mails(all)
                .forEach(mail -> findings.add(Finding.blocking(Finding.FindingKind.MAIL_ADDRESS, name, mail)));
        foreign.links(all)
                .forEach(link -> findings.add(Finding.blocking(Finding.FindingKind.FOREIGN_LINK, name, link)));
        foreign.phones(all)
                .forEach(phone -> findings.add(
                        Finding.blocking(Finding.FindingKind.FOREIGN_PHONE, name, phone, service.phone())));
        if (!foreign.tells(service.phone(), all)) {
            findings.add(Finding.warning(Finding.FindingKind.NO_PHONE, name, service.phone()));
        }
    }

    private static int unusual(List<Integer> lastAudiences) {
        return lastAudiences.size() < ENOUGH_TO_COMPARE
                ? MANY_AT_FIRST
                : TIMES_THE_LARGEST
                        * lastAudiences.stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(MANY_AT_FIRST);
    }
}
