package mica.app.demo;

import java.util.List;
import java.util.UUID;
import mica.exchange.venue.VenueCode;
import mica.office.Office;
import mica.exchange.venue.VenueDetails;

/** The venue a demo begins with, so that there is a door to check in at. */
final class DemoVenues {

    private DemoVenues() {}

    /** Registers it where there is none yet, and answers the address of its entrance. */
    static String ensure(Office office, String frontAddress) {
        VenueCode code = office.venues().search("", null, null, 1).stream()
                .findFirst()
                .map(venue -> venue.code())
                .orElseGet(() -> register(office));
        return frontAddress + "/" + office.venues().spots(code).getFirst().code();
    }

    private static VenueCode register(Office office) {
        UUID reviewer = office.officers()
                .find(DemoOfficer.SHINSA.loginName())
                .orElseThrow()
                .id();
        return office.venues()
                .register(
                        new VenueDetails(
                                "デモ食堂　青葉店",
                                "デモショクドウ　アオバテン",
                                "restaurant",
                                "9800000",
                                "仙台市",
                                "仙台市青葉区デモ町1-2-3",
                                "022-000-0001",
                                "店舗担当",
                                "demo-shokudo@example.jp",
                                "11:00〜22:00",
                                "ja",
                                true),
                        List.of("入口", "2階席"),
                        reviewer);
    }
}
