package mica.rehearsal.people;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import mica.app.demo.MadeUpVisits;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.keys.KeyStore;
import mica.office.keys.Passphrase;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Installation;

/**
 * Fills a venue with visits as check-ins leave them: sealed by epochs to the day's keys, tagged and masked, a row each.
 * The door's confirmations are left out: those are what {@code bench confirmation} measures.
 */
public final class People {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final int AT_A_TIME = 5_000;

    private final BenchPostgres postgres;
    private final MadeUpVisits visits;

    /**
     * A venue with so many visitors, numbered from zero; each was there once.
     *
     * @param door the code of its spot
     */
    public record RehearsalVenue(String code, String door, int people) {}

    private record SpotOfVenue(String venue, String spot) {}

    private People(BenchPostgres postgres, Installation installation, Database office) {
        this.postgres = postgres;
        KeyStore keys = KeyStore.open(installation.keys(), new Passphrase(Installation.PASSPHRASE));
        this.visits = new MadeUpVisits(office.jdbi(), keys, JAPAN);
    }

    /**
     * Fills the first venues, the office being down.
     *
     * @param people how many are to be at each; those missing are added
     */
    public static List<RehearsalVenue> fill(BenchPostgres postgres, Installation installation, List<Integer> people)
            throws SQLException {
        List<RehearsalVenue> venues = new ArrayList<>();
        try (Database office = Database.open(
                "bench",
                new DatabaseConfiguration(
                        postgres.url("office"), BenchPostgres.OFFICE_ROLE, BenchPostgres.PASSWORD, 4))) {
            People filler = new People(postgres, installation, office);
            for (int i = 0; i < people.size(); i++) {
                long begun = System.nanoTime();
                venues.add(filler.fill(i, people.get(i)));
                System.out.printf(
                        "%,d visitors sealed and stored (%.0f s)%n", people.get(i), (System.nanoTime() - begun) / 1e9);
            }
        }
        return venues;
    }

    private RehearsalVenue fill(int venue, int people) throws SQLException {
        SpotOfVenue door = door(venue);
        int there = count(door);
        Instant now = Instant.now();
        LocalDate day = LocalDate.ofInstant(now, JAPAN);
        // Spread over the last hour, so that they are in one period.
        Instant since = now.minus(1, ChronoUnit.HOURS);
        for (int from = there; from < people; from += AT_A_TIME) {
            List<MadeUpVisits.Visit> some = new ArrayList<>();
            for (int number = from; number < Math.min(from + AT_A_TIME, people); number++) {
                some.add(new MadeUpVisits.Visit(
                        new VenueCode(door.venue()),
                        new SpotCode(door.spot()),
                        since.plusMillis(3_600_000L * number / people),
                        EmailAddress.of("p%07d@example.jp".formatted(number)),
                        false));
            }
            visits.add(day, some);
        }
        return new RehearsalVenue(door.venue(), door.spot(), people);
    }

    private int count(SpotOfVenue door) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("select count(*) from visit where venue_code = ?")) {
            query.setString(1, door.venue());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private SpotOfVenue door(int number) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement("""
                    select s.venue_code, min(s.code) from spot s group by s.venue_code order by 1 offset ? limit 1
                    """)) {
            query.setInt(1, number);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new SpotOfVenue(row.getString(1), row.getString(2));
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url("office"), BenchPostgres.OFFICE_ROLE, BenchPostgres.PASSWORD);
    }
}
