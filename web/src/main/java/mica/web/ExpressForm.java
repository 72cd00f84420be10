package mica.web;

import java.time.Duration;
import java.util.Map;
import mica.exchange.text.Language;

/**
 * One form on the express lane, and the ways it can go on. Exactly one of them is called, once, by any thread.
 */
public final class ExpressForm {

    /** The lane's end of a form. */
    interface Ways {
        void redirect(String location);

        void turnAway(String page, Duration retryAfter);

        void usual(Map<String, Object> attributes);
    }

    private final String path;
    private final Form form;
    private final Language language;
    private final boolean crowded;
    private final Ways ways;

    ExpressForm(String path, Form form, Language language, boolean crowded, Ways ways) {
        this.path = path;
        this.form = form;
        this.language = language;
        this.crowded = crowded;
        this.ways = ways;
    }

    public String path() {
        return path;
    }

    public Form form() {
        return form;
    }

    public Language language() {
        return language;
    }

    /** Whether more come than can be read in time: then this one has waited already, and is best turned away. */
    public boolean isCrowded() {
        return crowded;
    }

    /** Answers: done, see there (303). */
    public void redirect(String location) {
        ways.redirect(location);
    }

    /** Answers with a page that tells to try again later, and holds what was typed (503). */
    public void turnAway(String page, Duration retryAfter) {
        ways.turnAway(page, retryAfter);
    }

    /** Leaves the form to the routes. */
    public void leave() {
        ways.usual(Map.of());
    }

    /** Leaves the form to the routes, which find there what is already known. */
    public void leave(String attribute, Object value) {
        ways.usual(Map.of(attribute, value));
    }
}
