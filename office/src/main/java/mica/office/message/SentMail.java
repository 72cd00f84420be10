package mica.office.message;

import java.util.UUID;

/** Which mail it was, for the one place that says so outside: its return path. */
public sealed interface SentMail {

    /** A mail of the door lane, by its id. */
    record Door(UUID mail) implements SentMail {}

    /** What one recipient of a notice got. @param recipient their number within the notice, from 0 */
    record Notice(UUID notice, int recipient) implements SentMail {}
}
