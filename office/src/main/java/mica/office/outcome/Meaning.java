package mica.office.outcome;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server means by refusing: sorted by the enhanced status code (RFC 3463), by the reply's code alone where there
 * is none. The table below is the whole rule.
 */
public enum Meaning {
    NO_SUCH_ADDRESS(Verdict.PERMANENT),
    MAILBOX_CLOSED(Verdict.PERMANENT),
    MESSAGE_NOT_TAKEN(Verdict.PERMANENT),
    MAILBOX_FULL(Verdict.TEMPORARY),
    NOT_NOW(Verdict.TEMPORARY),
    POLICY(Verdict.UNCERTAIN),
    OUR_FAULT(Verdict.UNCERTAIN),
    UNTOLD(Verdict.UNCERTAIN);

    /** What follows from it. */
    public enum Verdict {
        /** This mail never reaches this address. */
        PERMANENT,
        /** Another time it may. */
        TEMPORARY,
        /** It says nothing of the address: others would have been refused the same, or nobody knows. */
        UNCERTAIN
    }

    private static final Pattern STATUS = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

    /** Subject and detail of the status, or the subject alone for all details that are not named. */
    private static final Map<String, Meaning> BY_STATUS = Map.ofEntries(
            Map.entry("1.0", UNTOLD),
            Map.entry("1.1", NO_SUCH_ADDRESS),
            Map.entry("1.2", NO_SUCH_ADDRESS),
            Map.entry("1.3", NO_SUCH_ADDRESS),
            Map.entry("1.4", UNTOLD),
            Map.entry("1.6", NO_SUCH_ADDRESS),
            Map.entry("1.10", NO_SUCH_ADDRESS),
            Map.entry("1", OUR_FAULT),
            Map.entry("2.1", MAILBOX_CLOSED),
            Map.entry("2.2", MAILBOX_FULL),
            Map.entry("2.3", MESSAGE_NOT_TAKEN),
            Map.entry("2", UNTOLD),
            Map.entry("3.4", MESSAGE_NOT_TAKEN),
            Map.entry("3", NOT_NOW),
            Map.entry("4", NOT_NOW),
            Map.entry("5", OUR_FAULT),
            Map.entry("6", MESSAGE_NOT_TAKEN),
            Map.entry("7", POLICY));

    /** Where there is no status. 550 is said for filters as often as for wrong addresses. */
    private static final Map<Integer, Meaning> BY_CODE = Map.of(
            530, OUR_FAULT,
            535, OUR_FAULT,
            503, OUR_FAULT,
            551, NO_SUCH_ADDRESS,
            552, MAILBOX_FULL,
            553, NO_SUCH_ADDRESS,
            556, NO_SUCH_ADDRESS);

    private final Verdict verdict;

    Meaning(Verdict verdict) {
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** Of a status such as {@code 5.1.1}; {@link #UNTOLD} when it is none. */
    public static Meaning of(String status) {
        Matcher parts = STATUS.matcher(status);
        if (!parts.matches() || parts.group(1).equals("2")) {
            return UNTOLD;
        }
        String subject = String.valueOf(Integer.parseInt(parts.group(2)));
        Meaning named = BY_STATUS.get(subject + "." + Integer.parseInt(parts.group(3)));
        Meaning meaning = named != null ? named : BY_STATUS.getOrDefault(subject, UNTOLD);
        // "4" says that the server itself would try again, whatever the trouble.
        return parts.group(1).equals("4") && meaning != MAILBOX_FULL ? NOT_NOW : meaning;
    }

    /** Of a refusing reply. @param status empty when the reply had none */
    public static Meaning of(int code, String status) {
        if (code / 100 == 4) {
            return status.endsWith(".2.2") ? MAILBOX_FULL : NOT_NOW;
        }
        Meaning meaning = of(status);
        return meaning == UNTOLD ? BY_CODE.getOrDefault(code, UNTOLD) : meaning;
    }
}
