package mica.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.app.postgres.Private;
import mica.exchange.database.Database;
import mica.exchange.directory.SpotFacts;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueDetails;
import mica.office.Office;
import mica.office.OfficeConfiguration;
import mica.office.keys.KeyStore;
import mica.office.officers.Officers;
import mica.office.venues.Venue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The made-up town a demo begins with, made once: its folder says which steps are done. The venues are there at once; their
 * visitors, applications and notices come while the demo already runs.
 */
final class Town implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Town.class);
    private static final int ALL = 100_000;
    private static final int PAST_DAYS = 10;
    private static final int MOST_AT_DOORS_TODAY = 40;
    private static final Duration UNTIL_THE_FRONT_KNOWS = Duration.ofSeconds(60);

    /** What is done once, in this order. */
    private enum TownStep {
        VENUES,
        VISITS,
        DOORS,
        APPLICATIONS,
        NOTICES,
        HOLD
    }

    private final Path folder;
    private final DemoOptions options;
    private final InstantSource clock;
    private final ZoneId zone;
    private @Nullable Thread thread;

    Town(Path folder, DemoOptions options, InstantSource clock, ZoneId zone) {
        this.folder = folder;
        this.options = options;
        this.clock = clock;
        this.zone = zone;
    }

    /** A demo's part in the world, as far as a town needs it. */
    record TownPlace(
            Office office, OfficeConfiguration configuration, DemoSecrets secrets, String front, String console) {}

    /**
     * Registers the venues, unless there are some, and writes all doors to {@code doors.txt}: code, venue, spot.
     *
     * @return the address of the liveliest door
     */
    String settle(Office office, List<String> municipalities) throws IOException {
        if (office.venues().search("", null, null, 1).isEmpty()) {
            UUID reviewer = office.officers()
                    .find(DemoOfficer.SHINSA.loginName())
                    .orElseThrow()
                    .id();
            office.venues().register(FIRST, List.of("入口", "2階席"), reviewer);
            if (options.venues() > 1) {
                TownVenues.add(office, municipalities, options.venues() - 1, reviewer);
            }
            done(TownStep.VENUES);
        }
        List<Venue> venues = venues(office);
        Private.file(
                folder.resolve("doors.txt"),
                venues.stream()
                        .flatMap(venue -> office.venues().spots(venue.code()).stream()
                                .map(spot -> spot.code().value() + "\t"
                                        + venue.details().name() + "\t" + spot.label() + "\n"))
                        .collect(Collectors.joining()));
        return options.frontAddress() + "/"
                + office.venues().spots(venues.getFirst().code()).getFirst().code();
    }

    private static final VenueDetails FIRST = new VenueDetails(
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
            Language.first().tag(),
            true);

    /** The first one first, which is the liveliest; the others by kana. */
    private static List<Venue> venues(Office office) {
        List<Venue> venues = new ArrayList<>(office.venues().search("", null, null, ALL));
        venues.stream()
                .filter(venue -> venue.details().name().equals(FIRST.name()))
                .findFirst()
                .ifPresent(first -> {
                    venues.remove(first);
                    venues.addFirst(first);
                });
        return venues;
    }

    /** Fills it with life, as far as that is not done, while the demo runs. Nothing of a service that has not opened. */
    void live(TownPlace place) {
        if (options.visitors() == 0 || options.preparing() || !isDone(TownStep.VENUES) || isDone(TownStep.HOLD)) {
            return;
        }
        thread = Thread.ofVirtual().name("town").start(() -> {
            try {
                long begun = System.nanoTime();
                makeVisits(place);
                goOn(place);
                LOG.info("town.made ms={}", (System.nanoTime() - begun) / 1_000_000);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException failed) {
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.error("town.failed", failed);
                }
            }
        });
    }

    /** Whether it was not all there at the start. */
    boolean isComing() {
        return thread != null;
    }

    /** Waits until it is as it is to be. */
    void awaitLife() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    private List<SpotFacts> spots(Office office) {
        return venues(office).stream()
                .flatMap(venue -> office.venues().spots(venue.code()).stream())
                .toList();
    }

    /** Those of the past days, and of one whose time was over before today, so that there is an erasure to look at. */
    private void makeVisits(TownPlace place) throws IOException, InterruptedException {
        if (isDone(TownStep.VISITS)) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        OfficeConfiguration configuration = place.configuration();
        int kept = configuration.service().retentionDays();
        TownVisits made = new TownVisits(spots(place.office()), options.visitors(), zone);
        try (Database office = Database.open("town", configuration.database())) {
            KeyStore keys = KeyStore.open(configuration.keys(), configuration.keysPassphrase());
            MadeUpVisits visits = new MadeUpVisits(office.jdbi(), keys, zone);
            visits.add(today.minusDays(kept + 1), made.of(today.minusDays(kept + 1)));
            for (int ago = Math.min(PAST_DAYS, kept); ago > 0; ago--) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                visits.add(today.minusDays(ago), made.of(today.minusDays(ago)));
            }
        }
        done(TownStep.VISITS);
    }

    private void goOn(TownPlace place) throws IOException, InterruptedException {
        TownLife life = new TownLife(place.front(), place.console(), zone);
        List<SpotFacts> spots = spots(place.office());
        if (!isDone(TownStep.DOORS)) {
            awaitDoor(life, spots.getFirst());
            for (int visitor = 1; visitor <= Math.min(options.visitors(), MOST_AT_DOORS_TODAY); visitor++) {
                life.checkIn(spots.get(visitor * visitor % spots.size()), visitor);
            }
            done(TownStep.DOORS);
        }
        if (!isDone(TownStep.APPLICATIONS)) {
            life.apply(place.configuration().service().municipalities());
            done(TownStep.APPLICATIONS);
        }
        LocalDate yesterday = LocalDate.ofInstant(clock.instant(), zone).minusDays(1);
        if (!isDone(TownStep.NOTICES)) {
            DemoBrowser author = life.signIn(DemoOfficer.KIAN, credentials(place, DemoOfficer.KIAN), clock.instant());
            DemoBrowser approver =
                    life.signIn(DemoOfficer.SHONIN, credentials(place, DemoOfficer.SHONIN), clock.instant());
            life.approve(approver, life.write(author, spots.getFirst(), yesterday));
            life.write(author, spots.get(spots.size() / 4), yesterday.minusDays(1));
            done(TownStep.NOTICES);
        }
        DemoBrowser administrator =
                life.signIn(DemoOfficer.KANRI, credentials(place, DemoOfficer.KANRI), clock.instant());
        life.askToHold(administrator, clock.instant());
        done(TownStep.HOLD);
    }

    /** What the office publishes reaches the front within moments. */
    private static void awaitDoor(TownLife life, SpotFacts spot) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!life.isOpen(spot)) {
            if (System.nanoTime() - begun > UNTIL_THE_FRONT_KNOWS.toNanos()) {
                throw new IOException("the front knows no door");
            }
            Thread.sleep(200);
        }
    }

    private static Officers.Credentials credentials(TownPlace place, DemoOfficer officer) {
        return new Officers.Credentials(
                place.secrets().officerPassword(), place.secrets().totpSecret(officer));
    }

    private boolean isDone(TownStep step) {
        try {
            return Files.exists(file()) && Files.readAllLines(file()).contains(step.name());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void done(TownStep step) throws IOException {
        if (!Files.exists(file())) {
            Private.file(file(), "");
        }
        Files.writeString(file(), step.name() + "\n", StandardOpenOption.APPEND);
    }

    private Path file() {
        return folder.resolve("town");
    }

    @Override
    public void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(20));
        }
    }
}
