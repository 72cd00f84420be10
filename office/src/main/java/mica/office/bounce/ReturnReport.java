package mica.office.bounce;

import mica.office.outcome.Meaning;

/** What a message to a return path says. */
sealed interface ReturnReport {

    /** A mail server gives up: the mail came back. */
    record Failed(Meaning meaning) implements ReturnReport {}

    /** A report of a delay or a success. */
    record NotFailed() implements ReturnReport {}

    /** A person's out-of-office note, or another machine's answer. */
    record Automatic() implements ReturnReport {}

    /** Neither: not a report of the standard. */
    record Unreadable() implements ReturnReport {}
}
