package mica.web;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;

/** Who asks: a request carries the person whom the site let through. */
public final class Asking {

    private Asking() {}

    /** Notes the person of a request. */
    public static void note(Context ctx, Object person) {
        ctx.attribute(person.getClass().getName(), person);
    }

    /** The person who asks. @throws UnauthorizedResponse when nobody of that kind is known */
    public static <T> T person(Context ctx, Class<T> kind) {
        T person = ctx.attribute(kind.getName());
        if (person == null) {
            throw new UnauthorizedResponse();
        }
        return person;
    }

    /** Whether somebody of that kind is known. */
    public static boolean isKnown(Context ctx, Class<?> kind) {
        return ctx.attribute(kind.getName()) != null;
    }
}
