package mica.office.venues;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.SpotFacts;
import mica.exchange.venue.VenueDetails;
import mica.office.posters.PosterModel;
import mica.office.posters.PosterPrinter;
import mica.office.posters.ServiceLines;

/** The posters of registered venues, as the service stands. Threads may share it. */
public final class VenuePosters {

    private final PosterPrinter printer;
    private final Supplier<ServiceFacts> service;

    public VenuePosters(PosterPrinter printer, Supplier<ServiceFacts> service) {
        this.printer = printer;
        this.service = service;
    }

    /** One PDF with a page for each spot, as the mail of an approval carries it. */
    public byte[] pdf(VenueDetails venue, List<SpotFacts> spots) {
        return printer.posters(model(venue, spots));
    }

    /** As {@link #pdf}, before there are codes: marked as a sample, and its code leads to nowhere. */
    public byte[] sample(VenueDetails venue, List<String> spots) {
        return printer.sample(ServiceLines.of(service.get()), venue.name(), spots.size() == 1 ? List.of("") : spots);
    }

    /** False when progress stopped it. */
    public boolean pdfTo(
            OutputStream out, Iterable<PosterModel> models, int total, PosterPrinter.PrintProgress progress)
            throws IOException {
        return printer.postersTo(out, models, total, progress);
    }

    public PosterModel model(VenueDetails venue, List<SpotFacts> spots) {
        boolean single = spots.size() == 1;
        return new PosterModel(
                ServiceLines.of(service.get()),
                venue.name(),
                spots.stream()
                        .map(spot -> new PosterModel.PosterSpot(
                                single ? "" : spot.label(), spot.code().value()))
                        .toList());
    }
}
