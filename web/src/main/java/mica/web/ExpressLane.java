package mica.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import mica.exchange.text.Language;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the routes and takes the forms of an {@link Express} on the thread that read them: a check-in costs a
 * third of what a thread, the servlet layer and the router make of it (docs/benchmarks.md). Everything else goes on to
 * the routes on a virtual thread, and so does a form the express leaves, with its body as it came.
 */
final class ExpressLane extends Handler.Wrapper {

    /** No check-in is longer; a longer form gets its error page from the routes. */
    private static final int LARGEST = 2_048;

    private static final HttpField NO_BODY = new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, "0");

    private static final HttpField HTML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");

    private final Express express;
    private final WebConfiguration configuration;
    private final AnsweringThread answering;
    private final ReadingLag lag;
    private final Site site;
    private final Executor routes = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());

    ExpressLane(
            Express express,
            WebConfiguration configuration,
            AnsweringThread answering,
            ReadingLag lag,
            Site site,
            @Nullable Handler next) {
        super(next);
        this.express = express;
        this.configuration = configuration;
        this.answering = answering;
        this.lag = lag;
        this.site = site;
    }

    /** Nothing here waits, and the routes get a thread of their own. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        lag.count();
        if (!isExpress(request)) {
            usual(request, response, callback);
            return true;
        }
        Content.Source.asByteArrayAsync(request, LARGEST).whenComplete((body, broken) -> {
            if (broken == null) {
                take(request, response, callback, body);
            } else {
                // Who hung up amid a form, or sent it in broken pieces.
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            }
        });
        return true;
    }

    /** By the head alone: what is doubtful goes the usual way, which says what is wrong. */
    private boolean isExpress(Request request) {
        HttpFields head = request.getHeaders();
        long length = request.getLength();
        return HttpMethod.POST.is(request.getMethod())
                && length > 0
                && length <= LARGEST
                && request.getHttpURI().getQuery() == null
                && express.isFor(request.getHttpURI().getPath())
                && "application/x-www-form-urlencoded".equalsIgnoreCase(head.get(HttpHeader.CONTENT_TYPE))
                && !head.contains(HttpHeader.EXPECT)
                && OwnPages.sent(
                        request.getMethod(),
                        head.get("Sec-Fetch-Site"),
                        head.get(HttpHeader.ORIGIN),
                        head.get(HttpHeader.HOST),
                        configuration.addresses(),
                        configuration.strictOrigin());
    }

    private void take(Request request, Response response, Callback callback, byte[] body) {
        ExpressForm.Ways ways = new ExpressForm.Ways() {
            @Override
            public void redirect(String location) {
                SecurityHeaders.on(request.getHeaders(), response.getHeaders(), configuration.addresses());
                response.getHeaders().add(HttpHeader.LOCATION, location).add(NO_BODY);
                response.setStatus(HttpStatus.SEE_OTHER_303);
                answering.answer(() -> response.write(true, null, callback));
            }

            @Override
            public void turnAway(String page, Duration retryAfter) {
                byte[] octets = page.getBytes(StandardCharsets.UTF_8);
                SecurityHeaders.on(request.getHeaders(), response.getHeaders(), configuration.addresses());
                response.getHeaders()
                        .add(HTML)
                        .add(HttpHeader.RETRY_AFTER, Long.toString(retryAfter.toSeconds()))
                        .add(HttpHeader.CONTENT_LENGTH, Integer.toString(octets.length));
                response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
                answering.answer(() -> response.write(true, ByteBuffer.wrap(octets), callback));
            }

            @Override
            public void usual(Map<String, Object> attributes) {
                attributes.forEach(request::setAttribute);
                ExpressLane.this.usual(new ReadRequest(request, body), response, callback);
            }
        };
        try {
            express.take(new ExpressForm(
                    request.getHttpURI().getPath(),
                    Form.encoded(new String(body, StandardCharsets.UTF_8)),
                    language(request),
                    lag.isCrowded(),
                    ways));
        } catch (RuntimeException bug) {
            ways.usual(Map.of());
        }
    }

    private Language language(Request request) {
        String kept = null;
        List<HttpCookie> cookies = Request.getCookies(request);
        for (HttpCookie cookie : cookies) {
            if (cookie.getName().equals(Page.LANGUAGE_COOKIE)) {
                kept = cookie.getValue();
            }
        }
        return Page.language(kept, request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE), site.offered());
    }

    private void usual(Request request, Response response, Callback callback) {
        routes.execute(() -> {
            try {
                if (!super.handle(request, response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable failed) {
                Response.writeError(request, response, callback, failed);
            }
        });
    }

    /** A request whose body was read already, and can be read once more. */
    private static final class ReadRequest extends Request.Wrapper {

        private final Content.Source body;

        ReadRequest(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.@Nullable Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demanded) {
            body.demand(demanded);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
            super.fail(failure);
        }

        @Override
        public boolean consumeAvailable() {
            return true;
        }
    }
}
