package mica.office.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.util.Optional;
import java.util.Set;
import mica.office.officers.Officer;
import mica.office.signin.OfficerSession;
import mica.web.Access;
import mica.web.Asking;
import mica.web.Page;

/** Lets a request through to its handler, or does not. A route without an access rule is open to nobody. */
final class ConsoleAccess {

    private final OfficerSession session;

    ConsoleAccess(OfficerSession session) {
        this.session = session;
    }

    void check(Context ctx) {
        Set<RouteRole> access = ctx.routeRoles();
        if (access.contains(Access.ANYONE)) {
            return;
        }
        Optional<Officer> found = session.officer(ctx.req());
        if (found.isEmpty()) {
            ctx.redirect(signIn(ctx), HttpStatus.SEE_OTHER);
            ctx.skipRemainingHandlers();
            return;
        }
        Officer officer = found.get();
        Asking.note(ctx, officer);
        Page.person(ctx, officer.name());
        if (!mayUse(officer, access)) {
            throw new ForbiddenResponse();
        }
        if (ctx.method().name().equals("GET")) {
            Page.takeNotice(ctx);
        }
    }

    private static boolean mayUse(Officer officer, Set<RouteRole> access) {
        return access.stream().anyMatch(rule -> rule instanceof Allowed allowed && allowed.may(officer));
    }

    private static String signIn(Context ctx) {
        boolean isPage = ctx.method().name().equals("GET") && !ctx.path().equals("/");
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        return isPage ? "/login?next=" + Page.encode(ctx.path() + query) : "/login";
    }
}
