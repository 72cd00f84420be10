package mica.office.bounce;

import mica.office.outcome.Meaning;

/** What a message to a return path says. */
sealed interface Report {

    /** A mail server gives up: the mail came back. */
    record Failed(Meaning meaning) implements Report {}

    /** A report of a delay or a success. */
    record NotFailed() implements Report {}

    /** A person's out-of-office note, or another machine's answer. */
    record Automatic() implements Report {}

    /** Neither: not a report of the standard. */
    record Unreadable() implements Report {}
}
