package mica.office.posters;

import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.directory.PublishedStore;

/** The PDFs anyone may have: a usage sheet in each language, and the sample poster. */
public final class PublicDocuments {

    private final PosterPrinter printer;
    private final Supplier<ServiceFacts> service;
    private final PublishedStore publisher;

    public PublicDocuments(PosterPrinter printer, Supplier<ServiceFacts> service, PublishedStore publisher) {
        this.printer = printer;
        this.service = service;
        this.publisher = publisher;
    }

    /** Makes them anew and publishes them. */
    public void publish() {
        for (Language language : service.get().offered()) {
            publisher.publishDocument(
                    "usage-" + language.tag() + ".pdf", printer.usageSheet(ServiceLines.of(service.get(), language)));
        }
        publisher.publishDocument("sample-poster.pdf", printer.samplePoster(ServiceLines.of(service.get())));
    }
}
