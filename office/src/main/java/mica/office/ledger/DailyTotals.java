package mica.office.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import mica.exchange.database.OneByOne;
import mica.exchange.directory.LedgerDay;
import mica.office.directory.PublishedStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the public what was done on each day: numbers and the signed head, read from the ledger itself. A day changes
 * until it is over and everything counted on it is entered. Threads may share it.
 */
public final class DailyTotals {

    private static final Logger LOG = LoggerFactory.getLogger(DailyTotals.class);

    /** So many days are published anew after the exchange was lost. */
    private static final int DAYS_BACK = 400;

    private final Jdbi office;
    private final PublishedStore publisher;
    private final InstantSource clock;
    private final ZoneId zone;

    public DailyTotals(Jdbi office, PublishedStore publisher, InstantSource clock, ZoneId zone) {
        this.office = office;
        this.publisher = publisher;
        this.clock = clock;
        this.zone = zone;
    }

    /** Publishes today so far and every day that is not published for good. May be repeated. */
    public void publish() {
        Set<LocalDate> complete = publisher.completeLedgerDays();
        OneByOne.work(
                office.withHandle(handle -> days(handle, complete)),
                publisher::publishLedgerDays,
                (day, why) -> LOG.error(
                        "ledger.day_not_published day={} type={}",
                        day.day(),
                        why.getClass().getSimpleName()));
    }

    private List<LedgerDay> days(Handle handle, Set<LocalDate> complete) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate earliest = today.minusDays(DAYS_BACK);
        LocalDate first = LedgerStore.firstAt(handle)
                .map(at -> LocalDate.ofInstant(at, zone))
                .map(day -> day.isBefore(earliest) ? earliest : day)
                .filter(day -> day.isBefore(today))
                .orElse(today);
        return first.datesUntil(today.plusDays(1))
                .filter(day -> !complete.contains(day))
                .map(day -> day(handle, day, today))
                .toList();
    }

    private LedgerDay day(Handle handle, LocalDate day, LocalDate today) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
        LedgerStore.Totals totals = LedgerStore.totals(handle, day, from, to);
        return new LedgerDay(
                day,
                day.isBefore(today) && !LedgerStore.hasTallies(handle, to),
                totals.openings(),
                totals.addresses(),
                totals.notices(),
                totals.days(),
                totals.visits(),
                totals.holds(),
                LedgerStore.lastSigned(handle, to)
                        .map(head -> new LedgerDay.Head(
                                head.number(), head.hash(), head.signedAt(), head.publicKey(), head.signature()))
                        .orElse(null));
    }
}
