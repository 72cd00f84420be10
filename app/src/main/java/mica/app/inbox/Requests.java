package mica.app.inbox;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;

/** What requests to the inbox ask for. */
final class Requests {

    private Requests() {}

    static ReceivedMail message(Context ctx, Spool spool) {
        return spool.find(number(ctx.pathParam("id"))).orElseThrow(NotFoundResponse::new);
    }

    static byte[] raw(ReceivedMail message, Spool spool) {
        return spool.raw(message).orElseThrow(NotFoundResponse::new);
    }

    static Search search(Context ctx) {
        return new Search(text(ctx, "to"), text(ctx, "q"));
    }

    static String text(Context ctx, String name) {
        String value = ctx.queryParam(name);
        return value == null ? "" : value;
    }

    static long number(Context ctx, String name, long otherwise) {
        String value = text(ctx, name);
        return value.isEmpty() ? otherwise : number(value);
    }

    static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new BadRequestResponse();
        }
    }
}
