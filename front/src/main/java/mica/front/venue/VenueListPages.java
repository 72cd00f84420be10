package mica.front.venue;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.venue.VenueCode;
import mica.front.directory.Directory;
import mica.front.directory.Listing;
import mica.front.page.ServiceState;
import mica.web.Form;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** The public list of the venues that consented to it. Threads may share it. */
public final class VenueListPages {

    /**
     * A page of the list.
     *
     * @param next the address of the next page; null on the last
     * @param filtered whether something was asked for
     */
    public record VenueListPage(
            Listing listing,
            Map<String, String> sectors,
            Map<String, String> municipalities,
            @Nullable String next,
            boolean filtered,
            boolean first) {

        public String sectorName(VenueFacts venue) {
            return sectors.getOrDefault(venue.sector(), "");
        }
    }

    private final Site site;
    private final Directory directory;

    public VenueListPages(Site site, Directory directory) {
        this.site = site;
        this.directory = directory;
    }

    /** {@code GET /venues?q=&sector=&municipality=&after=} */
    public void list(Context ctx) {
        if (ServiceState.refusesVenues(ctx, site)) {
            return;
        }
        Form form = Form.query(ctx);
        String words = form.optionalLine("q", 100);
        Page page = Page.of(ctx, site, "venues.title").with(form);
        Map<String, String> sectors = new LinkedHashMap<>();
        for (ServiceFacts.Sector sector : page.service().sectors()) {
            sectors.put(sector.code(), page.in(sector.name()));
        }
        Map<String, String> municipalities = new LinkedHashMap<>();
        page.service().municipalities().forEach(name -> municipalities.put(name, name));
        String sector = sectors.containsKey(form.raw("sector")) ? form.raw("sector") : null;
        String municipality = municipalities.containsKey(form.raw("municipality")) ? form.raw("municipality") : null;
        VenueCode after = VenueCode.read(form.raw("after")).orElse(null);
        Listing listing = directory.listed(
                new Listing.ListingFilter(words.isEmpty() ? null : words, sector, municipality, after));
        VenueCode next = listing.next();
        page.show(
                "venue/list",
                new VenueListPage(
                        listing,
                        sectors,
                        municipalities,
                        next == null ? null : "/venues?" + query(words, sector, municipality) + "after=" + next,
                        !words.isEmpty() || sector != null || municipality != null,
                        after == null));
    }

    private static String query(String words, @Nullable String sector, @Nullable String municipality) {
        StringBuilder query = new StringBuilder();
        if (!words.isEmpty()) {
            query.append("q=").append(Page.encode(words)).append('&');
        }
        if (sector != null) {
            query.append("sector=").append(Page.encode(sector)).append('&');
        }
        if (municipality != null) {
            query.append("municipality=").append(Page.encode(municipality)).append('&');
        }
        return query.toString();
    }
}
