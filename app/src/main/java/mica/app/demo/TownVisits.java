package mica.app.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.SpotFacts;

/** Who was where in a made-up town, each day the same however often it is asked. Nobody lives there. */
final class TownVisits {

    private static final int OPENS = 10 * 60;
    private static final int CLOSES = 21 * 60;
    /** Of a hundred. */
    private static final int CONFIRM = 80;

    private final List<SpotFacts> spots;
    private final int visitors;
    private final ZoneId zone;

    /** @param spots the liveliest first */
    TownVisits(List<SpotFacts> spots, int visitors, ZoneId zone) {
        this.spots = List.copyOf(spots);
        this.visitors = visitors;
        this.zone = zone;
    }

    static EmailAddress address(int visitor) {
        return EmailAddress.of("visitor%04d@example.jp".formatted(visitor));
    }

    /** The visits of a day: each visitor goes out on every other day, and now and then twice. */
    List<MadeUpVisits.Visit> of(LocalDate day) {
        Random random = new Random(day.toEpochDay());
        Instant midnight = day.atStartOfDay(zone).toInstant();
        List<MadeUpVisits.Visit> visits = new ArrayList<>();
        Set<Instant> taken = new HashSet<>();
        for (int visitor = 1; visitor <= visitors; visitor++) {
            boolean confirms = random.nextInt(100) < CONFIRM;
            for (int outings = random.nextInt(4) - 1; outings > 0; outings--) {
                // The smaller of two: some doors see many, most see few.
                int one = random.nextInt(spots.size());
                int other = random.nextInt(spots.size());
                SpotFacts spot = spots.get(Math.min(one, other));
                Instant at = midnight.plusSeconds(60L * random.nextInt(OPENS, CLOSES) + random.nextInt(60));
                if (taken.add(at.plusNanos(visitor))) {
                    visits.add(new MadeUpVisits.Visit(spot.venue(), spot.code(), at, address(visitor), confirms));
                }
            }
        }
        return visits;
    }
}
