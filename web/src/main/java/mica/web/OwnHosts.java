package mica.web;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before everything a server has and answers under its own names alone (421, RFC 9110, 15.5.20). */
final class OwnHosts extends Handler.Wrapper {

    private static final Logger LOG = LoggerFactory.getLogger(OwnHosts.class);
    private static final long BETWEEN_WORDS = 60_000_000_000L;

    private final OwnAddresses addresses;
    private final LongAdder refused = new LongAdder();
    private final Executor asking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("own-hosts-", 0).factory());
    private long told = System.nanoTime() - BETWEEN_WORDS;

    OwnHosts(OwnAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || addresses.isOwnHost(host, () -> Request.getLocalAddr(request))) {
            return super.handle(request, response, callback);
        }
        // Which address is published may have to be asked for, and this thread must not wait.
        asking.execute(() -> {
            try {
                if (!addresses.isPublishedHost(host)) {
                    refuse(request, response, callback);
                } else if (!super.handle(request, response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable failed) {
                Response.writeError(request, response, callback, failed);
            }
        });
        return true;
    }

    private void refuse(Request request, Response response, Callback callback) {
        refused.increment();
        tell();
        Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
    }

    /** Without the name, which anybody may have typed; once a minute, however many ask. */
    private synchronized void tell() {
        long now = System.nanoTime();
        if (now - told >= BETWEEN_WORDS) {
            told = now;
            LOG.warn(
                    "web.foreign_host refused={} setting=front.public-address or office.public-address", refused.sum());
        }
    }

    /** How many requests were refused. */
    long refused() {
        return refused.sum();
    }
}
