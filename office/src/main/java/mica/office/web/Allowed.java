package mica.office.web;

import io.javalin.security.RouteRole;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.jspecify.annotations.Nullable;

/** The access rule of a route for officers. @param role which an officer needs; null when every officer may */
record Allowed(@Nullable Role role) implements RouteRole {

    /** Every officer, whatever their roles. */
    static final Allowed OFFICER = new Allowed(null);

    boolean may(Officer officer) {
        return role == null || officer.is(role);
    }

    @Override
    public String toString() {
        return role == null ? "OFFICER" : role.name();
    }
}
