package mica.web;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts requests and answers, but for those that only ask whether the server is well: they come all the time. */
final class Activity extends Handler.Wrapper {

    private final LongAdder count = new LongAdder();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isOfHealth(Request.getPathInContext(request))) {
            return super.handle(request, response, callback);
        }
        count.increment();
        return super.handle(request, response, new Callback.Nested(callback) {
            @Override
            public void completed() {
                count.increment();
            }
        });
    }

    static boolean isOfHealth(String path) {
        return path.startsWith("/health");
    }

    long count() {
        return count.sum();
    }
}
