package mica.office.door;

/** The mails of the door lane: to a visitor at once, or to a venue. Each has its texts and its parameters. */
public enum MailKind {
    /** To a visitor after a check-in. Parameters: link (token), venue, spot, arrivedAt (ISO). */
    CONFIRMATION,
    /** To a venue: application received. Parameters: link, receiptNumber, venue. */
    APPLICATION_RECEIVED,
    /** To a venue: please correct. Parameters: link, receiptNumber, venue, message. */
    APPLICATION_RETURNED,
    /** Parameters: link, receiptNumber, venue, message. */
    APPLICATION_REJECTED,
    /** Parameters: receiptNumber, venue. */
    APPLICATION_WITHDRAWN,
    /** To a venue: registered, with the posters attached. Parameters: venue, venueCode. */
    POSTERS,
    /** A draft notice to its own author. Parameters: notice (id). */
    NOTICE_TEST,
    /** The ledger's signed head, to its second place. Parameters: line. */
    LEDGER_HEAD
}
