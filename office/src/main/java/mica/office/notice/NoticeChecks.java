package mica.office.notice;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;

/** Looks a draft over before a second officer has to: for what must not go out, and for what may be a slip. */
final class NoticeChecks {

    /** Longer mails are cut by phones or not read to the end. */
    static final int LONG_BODY = 3_000;

    /** Before there is anything to compare with. */
    private static final int MANY_AT_FIRST = 1_000;

    private static final int ENOUGH_TO_COMPARE = 3;
    private static final int TIMES_THE_LARGEST = 3;

    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern PHONE = Pattern.compile(
            "(?<![\\d-])(?:\\+81[- ]?\\d{1,4}|\\(?0\\d{1,4}\\)?)[-( ]{0,2}\\d{1,4}[-) ]{0,2}\\d{3,4}(?!\\d)");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{[^{}\\n]{0,40}\\}|[○〇◯●]{2,}|[×✕]{2,}|[XxＸ]{3,}|_{3,}|TODO|\\?{3,}");

    private NoticeChecks() {}

    /**
     * Everything noticed, what blocks first.
     *
     * @param people how many would get it now
     * @param withoutKeys the days of the audience whose addresses no key opens
     * @param lastAudiences how many the notices before went to
     */
    static List<Finding> findings(
            NoticeContent content,
            int people,
            List<LocalDate> withoutKeys,
            ServiceFacts service,
            List<Integer> lastAudiences) {
        List<Finding> findings = new ArrayList<>();
        if (content.places().isEmpty()) {
            findings.add(Finding.blocking(Finding.What.PLACE_MISSING));
        }
        if (content.from() == null || content.to() == null) {
            findings.add(Finding.blocking(Finding.What.PERIOD_MISSING));
        }
        for (Language language : Language.values()) {
            text(findings, content.text(language), language, service);
        }
        if (!withoutKeys.isEmpty()) {
            findings.add(keysMissing(withoutKeys));
        } else if (content.audience().isPresent() && people == 0) {
            findings.add(Finding.blocking(Finding.What.NOBODY));
        }
        if (content.kind() == NoticeKind.FIRST && people > unusual(lastAudiences)) {
            findings.add(Finding.warning(Finding.What.UNUSUALLY_MANY, people, unusual(lastAudiences)));
        }
        findings.sort((a, b) -> Boolean.compare(b.blocks(), a.blocks()));
        return findings;
    }

    static Finding keysMissing(List<LocalDate> days) {
        return Finding.blocking(
                Finding.What.KEYS_MISSING,
                days.stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
    }

    private static void text(List<Finding> findings, NoticeText text, Language language, ServiceFacts service) {
        String name = language.ownName();
        if (text.subject().isBlank()) {
            findings.add(Finding.blocking(Finding.What.SUBJECT_MISSING, name));
        }
        if (text.body().isBlank()) {
            findings.add(Finding.blocking(Finding.What.BODY_MISSING, name));
            return;
        }
        String all = Normalizer.normalize(text.subject() + "\n" + text.body(), Normalizer.Form.NFKC)
                .replaceAll("[‐‑‒–—―−ー](?=\\d)", "-");
        Matcher placeholder = PLACEHOLDER.matcher(text.subject() + "\n" + text.body());
        if (placeholder.find()) {
            findings.add(Finding.blocking(Finding.What.PLACEHOLDER, name, placeholder.group()));
        }
        MAIL.matcher(all)
                .results()
                .map(found -> found.group())
                .filter(found -> !found.equalsIgnoreCase(service.email()))
                .distinct()
                .forEach(found -> findings.add(Finding.warning(Finding.What.MAIL_ADDRESS, name, found)));
        phones(findings, all, name, service);
        if (all.codePointCount(0, all.length()) > LONG_BODY) {
            findings.add(Finding.warning(Finding.What.LONG, name, LONG_BODY));
        }
    }

    private static void phones(List<Finding> findings, String all, String name, ServiceFacts service) {
        String own = digits(service.phone());
        List<String> phones = PHONE.matcher(all)
                .results()
                .map(found -> found.group().strip())
                .distinct()
                .toList();
        for (String phone : phones) {
            if (!digits(phone).equals(own)) {
                findings.add(Finding.warning(Finding.What.FOREIGN_PHONE, name, phone, service.phone()));
            }
        }
        if (phones.stream().noneMatch(phone -> digits(phone).equals(own))) {
            findings.add(Finding.warning(Finding.What.NO_PHONE, name, service.phone()));
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

    private static String digits(String phone) {
        String digits = Normalizer.normalize(phone, Normalizer.Form.NFKC).replaceAll("[^\\d+]", "");
        return digits.startsWith("+81") ? "0" + digits.substring(3) : digits;
    }
}
