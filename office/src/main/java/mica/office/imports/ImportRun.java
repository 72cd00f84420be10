package mica.office.imports;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mica.exchange.database.OneByOne;
import mica.exchange.database.Outage;
import mica.exchange.venue.VenueCode;
import mica.office.venues.Publication;
import mica.office.venues.Venues;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the lines of an import, some at a time, each time with how far it has come. A line that cannot be registered
 * keeps none of the others out: it is told in the report. Threads may share it.
 */
final class ImportRun {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    private static final int AT_A_TIME = 100;

    private final Jdbi office;
    private final ImportStore store;
    private final Venues venues;
    private final Publication publication;
    private final InstantSource clock;
    private volatile Runnable refusedOne = () -> {};

    ImportRun(Jdbi office, ImportStore store, Venues venues, Publication publication, InstantSource clock) {
        this.office = office;
        this.store = store;
        this.venues = venues;
        this.publication = publication;
        this.clock = clock;
    }

    void onRefused(Runnable told) {
        refusedOne = told;
    }

    /** Some lines of an import and who answers for it. */
    private record Some(ImportStore.StoredImport of, boolean mail, int from, List<ImportLine> lines) {

        Some only(List<ImportLine> those) {
            return new Some(of, mail, from, those);
        }
    }

    /** Goes on where it stands. False when another worker took it over. */
    boolean from(ImportStore.StoredImport claimed, boolean mail, List<ImportLine> lines) {
        for (int from = claimed.linesDone(); from < lines.size(); from += AT_A_TIME) {
            int to = Math.min(from + AT_A_TIME, lines.size());
            if (!take(new Some(claimed, mail, from, lines.subList(from, to)))) {
                return false;
            }
            publication.run();
        }
        return true;
    }

    private boolean take(Some some) {
        try {
            return commit(some, Set.of());
        } catch (RuntimeException failed) {
            if (Outage.is(failed)) {
                throw failed;
            }
            Map<Integer, RuntimeException> refused = refused(some);
            if (refused.isEmpty()) {
                throw failed;
            }
            boolean ours = commit(some, refused.keySet());
            if (ours) {
                tell(some.of(), refused);
            }
            return ours;
        }
    }

    private boolean commit(Some some, Set<Integer> refused) {
        return office.inTransaction(tx -> {
            if (!store.advance(tx, some.of().id(), some.from(), some.lines().size(), clock.instant())) {
                return false;
            }
            register(tx, some, refused);
            return true;
        });
    }

    private void register(Handle tx, Some some, Set<Integer> refused) {
        List<ImportStore.DoneLine> done = new ArrayList<>();
        for (ImportLine line : some.lines()) {
            if (refused.contains(line.line())) {
                done.add(ImportStore.DoneLine.refused(line.line()));
                continue;
            }
            VenueCode code = null;
            if (line.verdict() == ImportLine.Verdict.RIGHT) {
                code = venues.register(
                        tx, line.details(), line.spots(), some.of().createdBy());
                if (some.mail()) {
                    venues.queuePosters(tx, code, line.details());
                }
            }
            String outcome = code != null ? "IMPORTED" : line.verdict().name();
            List<ImportLine.Problem> said = code != null ? line.notes() : line.problems();
            done.add(new ImportStore.DoneLine(line.line(), line.details().name(), outcome, said, code));
        }
        store.addLines(tx, some.of().id(), done);
    }

    /** Which of the lines cannot be registered although others can, found by trials that change nothing. */
    private Map<Integer, RuntimeException> refused(Some some) {
        Map<Integer, RuntimeException> refused = new TreeMap<>();
        OneByOne.work(some.lines(), lines -> tryOut(some.only(lines)), (line, why) -> refused.put(line.line(), why));
        return refused;
    }

    private void tell(ImportStore.StoredImport of, Map<Integer, RuntimeException> refused) {
        refused.forEach((line, why) -> {
            refusedOne.run();
            LOG.error(
                    "import.line_refused import={} line={} type={}",
                    of.id(),
                    line,
                    why.getClass().getSimpleName());
        });
    }

    private void tryOut(Some some) {
        office.useHandle(trial -> {
            trial.begin();
            try {
                register(trial, some, Set.of());
                // What would be refused at the commit is refused now.
                trial.execute("set constraints all immediate");
            } finally {
                trial.rollback();
            }
        });
    }
}
