package mica.web;

/**
 * Forms that many people send at the same moment. They are taken on the server's own thread, and no thread waits for
 * their outcome; a redirect is the whole answer, or a page that is ready and turns people away because too many came.
 * Whatever is not settled that way goes to the routes. Many threads use it.
 */
public interface Express {

    /** Whether a form posted to this path may be meant; asked of every POST before its body is read. */
    boolean isFor(String path);

    /** Settles a form at once or later. Must not wait: neither for a database nor for anybody else. */
    void take(ExpressForm form);
}
