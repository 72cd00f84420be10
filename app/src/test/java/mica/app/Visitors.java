package mica.app;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** People who come one after another and press again when they are told to try again. */
final class Visitors implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final URI door;
    private final String name;
    private final List<Thread> queues = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final AtomicInteger refusals = new AtomicInteger();

    /** @param name begins every address */
    Visitors(int port, String door, String name) {
        this.door = URI.create("http://127.0.0.1:" + port + door);
        this.name = name;
    }

    /** So many people at a time, until enough are acknowledged. */
    Visitors come(int queuesAtOnce, int enough) {
        for (int i = 0; i < queuesAtOnce; i++) {
            queues.add(Thread.ofPlatform().start(() -> {
                while (acknowledged.size() < enough && !closing.get()) {
                    checkIn(name + number.incrementAndGet() + "@example.jp");
                }
            }));
        }
        return this;
    }

    void awaitAll() throws InterruptedException {
        for (Thread queue : queues) {
            queue.join();
        }
    }

    /** One page, one address; sent again as long as the answer is "please try again". */
    private void checkIn(String address) {
        byte[] mark = new byte[16];
        ThreadLocalRandom.current().nextBytes(mark);
        String form = "visit=" + HexFormat.of().formatHex(mark) + "&email="
                + URLEncoder.encode(address, StandardCharsets.UTF_8);
        while (!closing.get()) {
            int status = send(form);
            if (status == 303) {
                acknowledged.add(address);
                return;
            }
            if (status != 503 && status != 0) {
                throw new AssertionError("a check-in was answered with " + status);
            }
            refusals.incrementAndGet();
        }
    }

    private int send(String form) {
        try {
            return http.send(
                            HttpRequest.newBuilder(door)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException away) {
            return 0;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing.set(true);
        awaitAll();
        http.close();
    }
}
