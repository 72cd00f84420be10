package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.VenueCode;
import mica.office.cases.InfectionCase;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.ChunkAnswer;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.delivery.ChunkStore.TakenChunk;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.delivery.ChunkStore.Write;
import mica.office.keys.PersonTag;
import mica.office.message.Octets;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeState;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.Parcel;
import mica.office.relay.Reply;
import org.jspecify.annotations.Nullable;

/** Clock, store, addresses and relay of the engine without any of their machines: what comes is drawn from a seed. */
final class MemoryWorld implements EngineTime, DeliveryStore, Carrier, Letters {

    private static final LocalDate DAY = LocalDate.parse("2026-04-12");
    private static final VenueCode VENUE = VenueCode.random(new Random(5));
    private static final EmailAddress SENDER = EmailAddress.of("mica@pref.example.jp");

    /** An office that ends in the middle of a window. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Row {
        private final int first;
        private String states;
        private int epoch;
        private int step;
        private Instant leasedUntil = Instant.EPOCH;
        private Instant next = Instant.EPOCH;
        private boolean done;

        private Row(int first, int size) {
            this.first = first;
            this.states = "q".repeat(size);
        }
    }

    final UUID id = new UUID(1, 1);
    final List<String> history = new ArrayList<>();
    private final Random chance;
    private final Map<Integer, Row> rows = new HashMap<>();
    private final Map<Integer, Trouble> troubles = new HashMap<>();
    private final Set<String> settled = new HashSet<>();
    private final Map<String, Integer> copies = new HashMap<>();
    private int uncertain;
    private Instant now = Instant.parse("2026-04-12T10:00:00Z");

    MemoryWorld(long seed, int chunks, int size) {
        chance = new Random(seed);
        for (int i = 0; i < chunks; i++) {
            rows.put(i, new Row(i * size, size));
        }
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    boolean isDone() {
        return rows.values().stream().allMatch(row -> row.done);
    }

    /** The states of everybody, in their order. */
    String states() {
        StringBuilder states = new StringBuilder();
        rows.values().forEach(row -> states.append(row.states));
        return states.toString();
    }

    int copies(int n) {
        return copies.getOrDefault(address(n).wireForm(), 0);
    }

    /** Of how many with an outcome it is kept that a copy may have arrived of which nobody knows. */
    int uncertain() {
        return uncertain;
    }

    private static EmailAddress address(int n) {
        return EmailAddress.of("visitor" + n + "@example.jp");
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long steady() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public <T> T together(UUID notice, Function<ChunkTaking, T> act) {
        return act.apply(new MemoryTaking());
    }

    private final class MemoryTaking implements ChunkTaking {

        @Override
        public Notice notice() {
            NoticeContent content = new NoticeContent(NoticeKind.FIRST, null, List.of(), null, null, true, Map.of());
            return new Notice(
                    id,
                    "N-2026-0001",
                    NoticeState.SENDING,
                    List.of(),
                    new InfectionCase(id, id, now),
                    content,
                    null,
                    null,
                    null,
                    null,
                    null,
                    0,
                    null,
                    1);
        }

        @Override
        public Optional<TakenChunk> take(Instant due, Duration lease) {
            return rows.entrySet().stream()
                    .filter(entry -> !entry.getValue().done
                            && !entry.getValue().next.isAfter(due)
                            && !entry.getValue().leasedUntil.isAfter(now))
                    .findFirst()
                    .map(entry -> {
                        Row row = entry.getValue();
                        row.epoch++;
                        row.step = 0;
                        row.leasedUntil = now.plus(lease);
                        history.add("take " + entry.getKey() + " " + row.epoch);
                        return new TakenChunk(
                                new Chunk(id, entry.getKey(), row.epoch), row.first, StateLine.of(row.states));
                    });
        }

        @Override
        public Map<Integer, Trouble> troubles(TakenChunk taken) {
            Map<Integer, Trouble> known = new HashMap<>(troubles);
            known.keySet()
                    .removeIf(n -> n < taken.first()
                            || n >= taken.first() + taken.states().size());
            return known;
        }

        @Override
        public Optional<Opening> demand(int people) {
            history.add("open " + people);
            return Optional.of(taken -> new MemoryAddressees());
        }

        @Override
        public void claim(TakenChunk taken) {
            row(taken.chunk()).states = taken.states().toString();
        }
    }

    private Row row(Chunk chunk) {
        return Objects.requireNonNull(rows.get(chunk.number()));
    }

    private static final class MemoryAddressees implements Addressees {

        @Override
        public ChunkPerson person(int n) {
            return new ChunkPerson(n, DAY, VENUE, Instant.EPOCH, new UUID(2, n), TestLanguages.JA);
        }

        @Override
        public @Nullable Opened open(ChunkPerson person) {
            return person.n() % 50 == 49 ? null : new Opened(address(person.n()), new PersonTag(0, person.n()));
        }

        @Override
        public RecipientState unopened(ChunkPerson person) {
            return RecipientState.GONE;
        }
    }

    @Override
    public Map<Chunk, ChunkAnswer> write(List<Write> writes, Duration lease, Instant at) {
        Map<Chunk, ChunkAnswer> answers = new HashMap<>();
        for (Write write : writes) {
            Row row = row(write.chunk());
            if (row.epoch != write.chunk().epoch() || row.step != write.step() - 1) {
                continue;
            }
            row.step = write.step();
            row.states = write.states();
            row.done = write.done();
            row.next = write.next();
            row.leasedUntil = write.held() ? now.plus(lease) : now;
            write.counters().values().forEach(count -> uncertain += count.uncertain());
            write.troubles().forEach(trouble -> troubles.put(trouble.n(), trouble));
            for (int i = 0; i < row.states.length(); i++) {
                if (RecipientState.of(row.states.charAt(i)).isSettled()) {
                    settled.add(address(row.first + i).wireForm());
                }
            }
            history.add("write " + write.chunk().number() + " " + write.step() + " " + write.states());
            answers.put(write.chunk(), ChunkAnswer.WRITTEN);
        }
        return answers;
    }

    @Override
    public void renew(List<Chunk> chunks, Collection<UUID> sending, Duration lease) {
        throw new AssertionError("nothing waits long in one thread");
    }

    @Override
    public boolean isReady() {
        return chance.nextInt(20) > 0;
    }

    @Override
    public List<DeliveryOutcome> deliver(List<Parcel> window, BooleanSupplier mayWrite) {
        List<DeliveryOutcome> outcomes = new ArrayList<>();
        for (Parcel parcel : window) {
            String to = parcel.to().wireForm();
            if (settled.contains(to)) {
                throw new AssertionError(to + " has an outcome already");
            }
            int drawn = chance.nextInt(100);
            if (drawn < 75 || drawn == 99) {
                copies.merge(to, 1, Integer::sum);
            }
            history.add(to + " " + drawn);
            if (drawn == 99) {
                throw new Killed();
            }
            outcomes.add(
                    drawn < 70
                            ? new DeliveryOutcome.Accepted(new Reply(250, "2.0.0", "taken"))
                            : drawn < 80
                                    ? new DeliveryOutcome.Uncertain("connection lost")
                                    : drawn < 92
                                            ? new DeliveryOutcome.Deferred(new Reply(450, "4.2.1", "later"), false)
                                            : new DeliveryOutcome.Refused(new Reply(550, "5.1.1", "nobody")));
        }
        return outcomes;
    }

    @Override
    public Parcel fill(ChunkPerson person, EmailAddress address, Octets octets, int start) {
        return new Parcel(SENDER, address, octets.array(), start, 0, true);
    }
}
