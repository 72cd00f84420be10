package mica.office.signin;

import io.javalin.security.RouteRole;

/** The access rule of a route that every officer may use, whatever their roles. */
public enum SignedIn implements RouteRole {
    OFFICER
}
