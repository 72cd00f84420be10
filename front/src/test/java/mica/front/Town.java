package mica.front;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.PseudoLanguage;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;

/** A front on a fresh exchange, on the morning of 12 April 2026 in Japan, with one open venue. */
public final class Town implements AutoCloseable {

    public static final LocalDate TODAY = LocalDate.of(2026, 4, 12);
    public static final Instant MORNING = Instant.parse("2026-04-12T01:30:00Z");

    public final TestDatabases databases = TestDatabases.create();
    public final SettableClock clock = new SettableClock(MORNING);
    public final Office office = new Office(databases.exchange().jdbi());
    public final VenueCode venue;
    public final SpotCode spot;
    public final Front front;
    public final Browser ja;
    public final Browser en;
    public final Browser pseudo;

    public Town() {
        office.publish(Office.SERVICE).keys(TODAY, TODAY.plusDays(1));
        venue = office.venue("喫茶 髙﨑", "キッサ タカサキ", VenueFacts.State.OPEN, true);
        spot = office.spot(venue, "入口", 1);
        front = Front.start(
                FrontConfiguration.of("127.0.0.1", 0, databases.frontExchange(), List.of(office.signingKey()))
                        .withDirectoryAge(Duration.ZERO)
                        .withStampKey("a key for the tests only"),
                clock);
        ja = new Browser(front.port(), "ja");
        en = new Browser(front.port(), "en-GB,en;q=0.9");
        pseudo = new Browser(front.port(), PseudoLanguage.TAG);
    }

    @Override
    public void close() {
        front.close();
        databases.close();
    }
}
