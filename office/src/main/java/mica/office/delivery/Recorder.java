package mica.office.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mica.exchange.database.Outage;
import mica.exchange.health.Pulse;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.ChunkAnswer;
import mica.office.delivery.ChunkStore.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what all sessions of an office have to store, in one transaction a round: while one is committed, the next
 * gathers. A session goes on when its own write is committed. Threads may share it.
 */
final class Recorder implements Recording, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration AFTER_FAULT = Duration.ofMillis(200);

    /** So many tries are half a minute. */
    private static final int SAID_EVERY = 150;

    private record Request(Write write, Lease lease, CompletableFuture<ChunkAnswer> answer) {}

    private final DeliveryStore store;
    private final EngineTime time;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Pulse pulse = new Pulse("notice-recorder", Duration.ofMinutes(1));
    private @Nullable Thread thread;
    private volatile boolean closing;

    Recorder(DeliveryStore store, EngineTime time) {
        this.store = store;
        this.time = time;
    }

    void start() {
        thread = pulse.start(Thread.ofPlatform().daemon(), this::run);
    }

    Pulse pulse() {
        return pulse;
    }

    /** The same without a thread and a queue: each step is stored where it is taken. */
    static Recording inOneThread(DeliveryStore store, EngineTime time) {
        return (write, lease) -> {
            CompletableFuture<ChunkAnswer> answer = new CompletableFuture<>();
            store(store, time, List.of(new Request(write, lease, answer)));
            return answer.join();
        };
    }

    /** Waits as long as the database is away. */
    @Override
    public ChunkAnswer write(Write write, Lease lease) {
        CompletableFuture<ChunkAnswer> answer = new CompletableFuture<>();
        requests.add(new Request(write, lease, answer));
        Thread recording = thread;
        if (recording == null || !recording.isAlive()) {
            abandon();
        }
        try {
            return answer.get();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", hurried);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException("not stored", failed.getCause());
        }
    }

    private void run() {
        List<Request> round = new ArrayList<>();
        while (!closing || !requests.isEmpty()) {
            try {
                pulse.begin();
                Request first = requests.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    round.add(first);
                    requests.drainTo(round);
                    commit(round);
                    round.clear();
                }
            } catch (InterruptedException ignored) {
                closing = true;
            }
        }
        abandon();
    }

    private void commit(List<Request> round) throws InterruptedException {
        for (int tries = 0; true; tries++) {
            try {
                store(store, time, round);
                pulse.well();
                return;
            } catch (RuntimeException failed) {
                pulse.failed(failed);
                if (round.size() > 1 && !Outage.is(failed)) {
                    LOG.error("notice.round_failed requests={}", round.size(), failed);
                    for (Request one : round) {
                        commit(List.of(one));
                    }
                    return;
                }
                if (closing || !Outage.is(failed)) {
                    LOG.error("notice.not_recorded", failed);
                    round.forEach(request -> request.answer().completeExceptionally(failed));
                    return;
                }
                if (tries % SAID_EVERY == 0) {
                    LOG.warn(
                            "notice.database_away type={} tries={}",
                            failed.getClass().getSimpleName(),
                            tries + 1);
                }
                Thread.sleep(AFTER_FAULT);
            }
        }
    }

    private static void store(DeliveryStore store, EngineTime time, List<Request> round) {
        Lease.AskedAt asked = Lease.ask(time);
        Map<Chunk, ChunkAnswer> answers =
                store.write(round.stream().map(Request::write).toList(), Lease.LENGTH, time.now());
        for (Request request : round) {
            ChunkAnswer answer = answers.getOrDefault(request.write().chunk(), ChunkAnswer.TAKEN_OVER);
            if (answer != ChunkAnswer.TAKEN_OVER) {
                request.lease().renewed(asked);
            }
            request.answer().complete(answer);
        }
    }

    private void abandon() {
        List<Request> left = new ArrayList<>();
        requests.drainTo(left);
        left.forEach(request -> request.answer().completeExceptionally(new IllegalStateException("closed")));
    }

    /** From now on a database that is away is not waited for. */
    void hurry() {
        closing = true;
    }

    /** Stores what is waiting, if it can. */
    @Override
    public void close() {
        hurry();
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
