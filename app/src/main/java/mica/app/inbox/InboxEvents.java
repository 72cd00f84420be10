package mica.app.inbox;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells open pages that mail has come, at most once a second however much comes. */
final class InboxEvents implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Proxies and browsers give up silent connections after about a minute. */
    private static final int PAUSES_UNTIL_SIGN_OF_LIFE = 20;

    private final Spool spool;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final Thread ticker;

    InboxEvents(Spool spool) {
        this.spool = spool;
        this.ticker = Thread.ofVirtual().name("inbox-events").start(this::tick);
    }

    void join(SseClient client) {
        client.keepAlive();
        client.onClose(() -> clients.remove(client));
        clients.add(client);
        client.sendEvent("mail", state());
    }

    @Override
    public void close() {
        ticker.interrupt();
        clients.forEach(SseClient::close);
    }

    private void tick() {
        String told = state();
        for (int pauses = 0; ; pauses++) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
            String now = state();
            if (!now.equals(told)) {
                told = now;
                clients.forEach(client -> client.sendEvent("mail", now));
            } else if (pauses % PAUSES_UNTIL_SIGN_OF_LIFE == 0) {
                clients.forEach(client -> client.sendComment("alive"));
            }
        }
    }

    private String state() {
        return spool.last() + " " + spool.count();
    }
}
