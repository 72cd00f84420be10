package mica.rehearsal.people;

import java.nio.charset.StandardCharsets;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Passphrase;
import mica.office.keys.Secrets;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
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
    private final Database office;
    private final KeyStore keys;
    private final Secrets secrets;
    private final EpochStore epochs;
    private final VisitStore visits;

    /**
     * A venue with so many visitors, numbered from zero; each was there once.
     *
     * @param door the code of its spot
     */
    public record Venue(String code, String door, int people) {}

    private record Door(String venue, String spot) {}

    private People(BenchPostgres postgres, Installation installation, Database office) {
        this.postgres = postgres;
        this.office = office;
        this.keys = KeyStore.open(installation.keys(), new Passphrase(Installation.PASSPHRASE));
        this.secrets = new Secrets(keys);
        this.epochs = new EpochStore(office.jdbi());
        this.visits = new VisitStore(office.jdbi(), secrets, JAPAN);
    }

    /**
     * Fills the first venues, the office being down.
     *
     * @param people how many are to be at each; those missing are added
     */
    public static List<Venue> fill(BenchPostgres postgres, Installation installation, List<Integer> people)
            throws SQLException {
        List<Venue> venues = new ArrayList<>();
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

    private Venue fill(int venue, int people) throws SQLException {
        Door door = door(venue);
        int there = count(door);
        Instant now = Instant.now();
        LocalDate day = LocalDate.ofInstant(now, JAPAN);
        office.jdbi().useHandle(handle -> new VisitDayStore().ensure(handle, day));
        // Spread over the last hour, so that they are in one period.
        Instant since = now.minus(1, ChronoUnit.HOURS);
        Epoch epoch = null;
        for (int from = there; from < people; from += AT_A_TIME) {
            int to = Math.min(from + AT_A_TIME, people);
            List<VisitStore.NewVisit> rows = new ArrayList<>();
            for (int number = from; number < to; number++) {
                Epoch.Row row = epoch == null
                        ? null
                        : epoch.next(List.of(KeyPurpose.DAY)).orElse(null);
                if (row == null) {
                    epoch = begin(day, now);
                    row = epoch.next(List.of(KeyPurpose.DAY)).orElseThrow();
                }
                rows.add(visit(door, number, row, since.plusMillis(3_600_000L * number / people)));
            }
            office.jdbi().useTransaction(tx -> visits.add(tx, rows));
        }
        return new Venue(door.venue(), door.spot(), people);
    }

    private Epoch begin(LocalDate day, Instant now) {
        keys.ensureDay(day);
        Epoch epoch = Epoch.begin(
                day,
                Arrays.stream(KeyPurpose.values())
                        .map(purpose -> keys.publicKey(day, purpose).orElseThrow())
                        .toList());
        Map<KeyPurpose, byte[]> wraps = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            wraps.put(purpose, epoch.wrap(purpose));
        }
        office.jdbi().useTransaction(tx -> epochs.add(tx, epoch.id(), day, wraps, now));
        return epoch;
    }

    private VisitStore.NewVisit visit(Door door, int number, Epoch.Row row, Instant arrivedAt) {
        UUID id = UUID.randomUUID();
        EmailAddress address = EmailAddress.of("p%07d@example.jp".formatted(number));
        SpotCode spot = new SpotCode(door.spot());
        Instant at = arrivedAt.truncatedTo(ChronoUnit.SECONDS);
        byte[] open = new CheckIn(spot, at, Language.JA).toBytes();
        // What the seal is bound to names the row, so an unfilled seal of the row stands in for the one to come.
        Seal place = new Seal(row.epoch(), row.number(), new byte[0]);
        Seal seal = row.seal(
                KeyPurpose.DAY,
                address.wireForm().getBytes(StandardCharsets.US_ASCII),
                Envelope.associatedOfLast(EnvelopeKind.CHECK_IN, id, row.day(), open, place));
        return new VisitStore.NewVisit(
                new VisitRef(row.day(), new VenueCode(door.venue()), at, id, spot, Language.JA, false),
                secrets.linkOf(id).confirming().hash(),
                secrets.maskedTag(address, row.day(), id),
                seal.toBytes());
    }

    private int count(Door door) throws SQLException {
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

    private Door door(int number) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement("""
                        select s.venue_code, min(s.code) from spot s group by s.venue_code order by 1 offset ? limit 1
                        """)) {
            query.setInt(1, number);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Door(row.getString(1), row.getString(2));
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url("office"), BenchPostgres.OFFICE_ROLE, BenchPostgres.PASSWORD);
    }
}
