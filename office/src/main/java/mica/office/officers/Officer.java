package mica.office.officers;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;

/** A person of the authority who signs in to the console. */
public record Officer(UUID id, String loginName, String name, EmailAddress email, Set<Role> roles) {

    /** The name under which a request carries its officer. */
    public static final String ATTRIBUTE = "officer";

    /** The officer who asks. @throws UnauthorizedResponse when nobody is signed in */
    public static Officer of(Context ctx) {
        Officer officer = ctx.attribute(ATTRIBUTE);
        if (officer == null) {
            throw new UnauthorizedResponse();
        }
        return officer;
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
