package mica.office.message;

import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;

/** What a writer of mails takes its words from: the texts of mails, and the service's names, in the reader's language. */
public record MailWords(ServiceFacts service, Language language) {

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
}
