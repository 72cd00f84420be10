package mica.office.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Owns the kept counters of settled recipients: who is settled is added once, by the transaction that settles them.
 * Threads may share it.
 */
final class OutcomeStore {

    /** @param domain empty when the address was never opened */
    record Counter(String domain, RecipientState outcome) {}

    /** @param uncertain those of the people who may have got a copy of which nobody knows, before this outcome */
    record PeopleCount(int people, int uncertain) {

        static final PeopleCount NOBODY = new PeopleCount(0, 0);

        PeopleCount plus(PeopleCount other) {
            return new PeopleCount(people + other.people, uncertain + other.uncertain);
        }
    }

    private record CountedOutcome(UUID notice, Counter counter, PeopleCount count) {}

    /** In one order everywhere, so that two offices never wait for each other. */
    private static final Comparator<CountedOutcome> ORDER = Comparator.comparing(CountedOutcome::notice)
            .thenComparing(line -> line.counter().domain())
            .thenComparing(line -> line.counter().outcome());

    void add(Handle tx, Map<UUID, Map<Counter, PeopleCount>> counters, Instant now) {
        List<CountedOutcome> lines = new ArrayList<>();
        counters.forEach((notice, ofNotice) ->
                ofNotice.forEach((counter, count) -> lines.add(new CountedOutcome(notice, counter, count))));
        if (lines.isEmpty()) {
            return;
        }
        lines.sort(ORDER);
        tx.createUpdate("""
                        insert into notice_outcome (notice_id, mail_domain, outcome, people, uncertain, first_at, last_at)
                        select notice, domain, outcome, people, uncertain, :now, :now
                        from unnest(:notices, :domains, :outcomes, cast(:people as int[]), cast(:uncertains as int[]))
                             as w (notice, domain, outcome, people, uncertain)
                        on conflict (notice_id, mail_domain, outcome)
                        do update set people = notice_outcome.people + excluded.people,
                                      uncertain = notice_outcome.uncertain + excluded.uncertain,
                                      last_at = greatest(notice_outcome.last_at, excluded.last_at)
                        """)
                .bindArray(
                        "notices",
                        UUID.class,
                        lines.stream().map(CountedOutcome::notice).toArray())
                .bindArray(
                        "domains",
                        String.class,
                        lines.stream().map(line -> line.counter().domain()).toArray())
                .bindArray(
                        "outcomes",
                        String.class,
                        lines.stream()
                                .map(line -> line.counter().outcome().name())
                                .toArray())
                .bindArray(
                        "people",
                        Integer.class,
                        lines.stream().map(line -> line.count().people()).toArray())
                .bindArray(
                        "uncertains",
                        Integer.class,
                        lines.stream().map(line -> line.count().uncertain()).toArray())
                .bind("now", now)
                .execute();
    }

    List<Progress.OutcomeCount> lines(Handle handle, UUID notice) {
        return handle.createQuery("""
                        select mail_domain, outcome, people, uncertain, first_at, last_at from notice_outcome
                        where notice_id = :notice order by mail_domain, outcome
                        """)
                .bind("notice", notice)
                .map((row, context) -> new Progress.OutcomeCount(
                        row.getString("mail_domain"),
                        RecipientState.valueOf(row.getString("outcome")),
                        row.getInt("people"),
                        row.getInt("uncertain"),
                        row.getTimestamp("first_at").toInstant(),
                        row.getTimestamp("last_at").toInstant()))
                .list();
    }
}
