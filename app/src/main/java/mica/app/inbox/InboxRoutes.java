package mica.app.inbox;

import static mica.web.Access.ANYONE;

import io.javalin.config.JavalinConfig;

/** Every address of the inbox. */
final class InboxRoutes {

    private InboxRoutes() {}

    static void add(JavalinConfig config, InboxPages pages, InboxJson json, InboxEvents events) {
        config.routes.get("/", pages::list, ANYONE);
        config.routes.get("/messages/{id}", pages::mail, ANYONE);
        config.routes.get("/messages/{id}/html", pages::html, ANYONE);
        config.routes.get("/messages/{id}/raw", json::raw, ANYONE);
        config.routes.get("/messages/{id}/attachments/{number}", json::attachment, ANYONE);
        config.routes.post("/clear", pages::clear, ANYONE);
        config.routes.sse("/events", events::join, ANYONE);

        config.routes.get("/api/messages", json::list, ANYONE);
        config.routes.get("/api/messages/{id}", json::mail, ANYONE);
        config.routes.get("/api/messages/{id}/raw", json::raw, ANYONE);
        config.routes.get("/api/messages/{id}/attachments/{number}", json::attachment, ANYONE);
        config.routes.delete("/api/messages", json::clear, ANYONE);
    }
}
