package mica.office.message;

import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;

/** What a writer of mails takes its words from: the texts of mails, and the service's names, in the reader's language. */
public record MailWords(ServiceFacts service, Language language) {

    private static final int LONGEST_NAME_IN_FILE = 60;

    public String text(String key, Object... arguments) {
        return MailBody.texts().text(language, key, arguments);
    }

    public String serviceName() {
        return ServiceFacts.in(service.name(), language.tag());
    }

    public String authority() {
        return ServiceFacts.in(service.authority(), language.tag());
    }

    public String disease() {
        return ServiceFacts.in(service.disease().name(), language.tag());
    }

    /** An empty content. */
    public MailBody body() {
        return new MailBody(service, language);
    }

    /** What every file system takes (no path, no wildcard, no device), and not longer than it can show. */
    public static String inFileName(String name) {
        String safe = HeaderText.of(name)
                .text()
                .replaceAll("[\\\\/:*?\"<>|\\s\u3000]+", " ")
                .replaceAll("^[. ]+|[. ]+$", "")
                .replace(' ', '_');
        int length = safe.codePointCount(0, safe.length());
        return length <= LONGEST_NAME_IN_FILE
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, LONGEST_NAME_IN_FILE));
    }
}
