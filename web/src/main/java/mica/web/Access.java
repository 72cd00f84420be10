package mica.web;

import io.javalin.security.RouteRole;

/** Who may use a route that needs no sign-in. */
public enum Access implements RouteRole {
    ANYONE
}
