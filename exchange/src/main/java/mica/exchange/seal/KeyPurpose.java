package mica.exchange.seal;

/** What a day's key opens. Each purpose has its own key pair, so that the all-day mailer never holds the notice's key. */
public enum KeyPurpose {
    /** Forms of venues and links of visitors: applications, withdrawals, confirmations, erasures. */
    FORM,
    /** The address for the confirmation mail; its key dies after a day. */
    DOOR,
    /** The address for a notice; its key dies when the retention is over. */
    DAY
}
