package mica.bench.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Visitors at many doors, over kept connections, from one thread: as few instructions a request as Java allows, since
 * the load shares the processors with what it measures. Every answer is checked. Not shared by threads.
 */
public final class Visitors implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final List<Door> doors;
    private final Visitor.Walk walk;
    private final SplittableRandom random = new SplittableRandom();
    private final Selector selector = Selector.open();
    private final List<Visitor> visitors = new ArrayList<>();

    /** Those who have their answer and wait for the next check-in, who waits longest first: no connection grows too old. */
    private final Deque<Visitor> free = new ArrayDeque<>();

    private long number;
    private Tally tally = new Tally();
    private long periodEnd;
    private boolean again;

    /**
     * Connects.
     *
     * @param firstNumber of the made-up addresses; each check-in has its own
     */
    Visitors(InetSocketAddress front, List<Door> doors, int count, Visitor.Walk walk, long firstNumber)
            throws IOException {
        this.doors = doors;
        this.walk = walk;
        this.number = firstNumber;
        for (int i = 0; i < count; i++) {
            visitors.add(new Visitor(front, selector, doors.getFirst()));
        }
    }

    /**
     * Connects visitors who send the form at once.
     *
     * @param codes of the doors
     * @param firstNumber of the made-up addresses, {@code visitor000000000001@example.jp}; each check-in has its own
     */
    public static Visitors withForms(InetSocketAddress front, List<String> codes, int count, long firstNumber)
            throws IOException {
        String host = front.getHostString() + ":" + front.getPort();
        List<Door> doors = codes.stream().map(code -> new Door(host, code)).toList();
        return new Visitors(front, doors, count, Visitor.Walk.FORM, firstNumber);
    }

    /** The number of the next check-in. */
    public long number() {
        return number;
    }

    /** Each visitor begins anew as soon as the last is answered, up to a count and a time; then the last are awaited. */
    public Tally inTurn(long count, Duration period) throws IOException {
        tally = new Tally();
        periodEnd = System.nanoTime() + period.toNanos();
        again = true;
        for (Visitor visitor : visitors) {
            begin(visitor, System.nanoTime());
        }
        long last = count == Long.MAX_VALUE ? count : number + count;
        while (System.nanoTime() < periodEnd && number < last) {
            selector.select(this::read, 100);
        }
        again = false;
        awaitAll();
        return tally;
    }

    /**
     * So many check-ins a second begin whatever becomes of those before; one that finds no free connection waits, and
     * its waiting counts (no coordinated omission). With forms, the numbers are in the order of their moments.
     *
     * @param begun nanoTime of the first
     */
    public Tally offered(int perSecond, Duration period, long begun) throws IOException {
        tally = new Tally();
        again = false;
        free.clear();
        free.addAll(visitors);
        periodEnd = begun + period.toNanos();
        long count = perSecond * period.toSeconds();
        for (long next = 0; next < count; ) {
            long dueAt = dueAt(begun, next, perSecond);
            long wait = dueAt - System.nanoTime();
            if (wait > 0 || free.isEmpty()) {
                // Whole milliseconds: a check-in may begin up to one late, which counts as its waiting.
                selector.select(this::read, 1 + Math.max(0, wait) / 1_000_000);
            } else {
                begin(free.removeFirst(), dueAt);
                next++;
            }
            if (wait < -LONGEST_WAIT.toNanos()) {
                throw new IOException("the front does not keep up at all");
            }
        }
        awaitAll();
        return tally;
    }

    /** The nanoTime at which one of the check-ins offered is to begin. @param index from zero */
    public static long dueAt(long begun, long index, int perSecond) {
        return begun + index * 1_000_000_000L / perSecond;
    }

    private void awaitAll() throws IOException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (free.size() < visitors.size()) {
            selector.select(this::read, 100);
            if (System.nanoTime() > deadline) {
                throw new IOException((visitors.size() - free.size()) + " check-ins were never answered");
            }
        }
        free.clear();
    }

    private void begin(Visitor visitor, long wantedAt) throws IOException {
        Door door = doors.get(random.nextInt(doors.size()));
        visitor.begin(door, wantedAt);
        if (walk == Visitor.Walk.WHOLE) {
            visitor.send(Visitor.Awaited.PAGE, door.page());
        } else {
            sendForm(visitor);
        }
    }

    private void sendForm(Visitor visitor) throws IOException {
        visitor.send(Visitor.Awaited.FORM, visitor.door().form(number++, random.nextLong(), random.nextLong()));
    }

    private void read(SelectionKey key) {
        Visitor visitor = (Visitor) key.attachment();
        try {
            if (visitor.receives()) {
                answered(visitor);
            }
        } catch (IOException broken) {
            throw new IllegalStateException("FAILED: " + broken.getMessage(), broken);
        }
    }

    private void answered(Visitor visitor) throws IOException {
        int status = visitor.answer().status();
        switch (visitor.step()) {
            case PAGE -> {
                require(status == 200, "the page answered " + status);
                sendForm(visitor);
            }
            case FORM -> formAnswered(visitor, status);
            case ACCEPTED -> {
                require(status == 200, "the accepted screen answered " + status);
                acknowledged(visitor);
            }
        }
    }

    private void formAnswered(Visitor visitor, int status) throws IOException {
        tally.answered(System.nanoTime() - visitor.sentAt());
        if (status == 503) {
            tally.busy(System.nanoTime() - visitor.wantedAt());
            next(visitor);
            return;
        }
        String location = visitor.answer().location();
        require(status == 303 && visitor.door().isAccepted(location), "the form answered " + status + " " + location);
        if (walk == Visitor.Walk.WHOLE) {
            visitor.send(Visitor.Awaited.ACCEPTED, visitor.door().get(location));
        } else {
            acknowledged(visitor);
        }
    }

    private void acknowledged(Visitor visitor) throws IOException {
        long now = System.nanoTime();
        tally.acknowledged(now - visitor.wantedAt(), now <= periodEnd);
        next(visitor);
    }

    private void next(Visitor visitor) throws IOException {
        if (again) {
            begin(visitor, System.nanoTime());
        } else {
            free.add(visitor);
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }

    @Override
    public void close() throws IOException {
        for (Visitor visitor : visitors) {
            visitor.close();
        }
        selector.close();
    }
}
