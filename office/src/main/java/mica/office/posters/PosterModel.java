package mica.office.posters;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The posters of one venue, a page for each spot in this order.
 *
 * @param venueName as registered, 1 to 200 characters of any kind
 */
public record PosterModel(ServiceLines service, String venueName, List<PosterSpot> spots) {

    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{10}");

    public PosterModel {
        ServiceLines.atMost(200, venueName, "venue name");
        spots = List.copyOf(spots);
        if (spots.isEmpty()) {
            throw new IllegalArgumentException("a poster needs a spot");
        }
    }

    /**
     * A place of the venue with its own QR code.
     *
     * @param label entrance, table or floor; empty for a venue with one spot
     * @param code ten characters, the last part of the address behind the QR code
     */
    public record PosterSpot(String label, String code) {

        public PosterSpot {
            if (label.codePointCount(0, label.length()) > 100) {
                throw new IllegalArgumentException("spot label has more than 100 characters");
            }
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException("not a spot code: " + code);
            }
        }
    }
}
