package mica.web;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts requests, but for those that only ask whether the server is well: they come all the time. */
final class Activity extends Handler.Wrapper {

    private final LongAdder requests = new LongAdder();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals("/health")) {
            requests.increment();
        }
        return super.handle(request, response, callback);
    }

    long requests() {
        return requests.sum();
    }
}
