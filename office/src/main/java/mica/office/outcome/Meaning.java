package mica.office.outcome;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server means by refusing: sorted by its words, by the enhanced status code (RFC 3463) where they say nothing
 * known, and by the reply's code alone where there is none. The table below is the whole rule of codes, {@link Words} that
 * of words.
 */
public enum Meaning {
    NO_SUCH_ADDRESS(Consequence.PERMANENT),
    MAILBOX_CLOSED(Consequence.PERMANENT),
    MESSAGE_NOT_TAKEN(Consequence.PERMANENT),
    MAILBOX_FULL(Consequence.TEMPORARY),
    NOT_NOW(Consequence.TEMPORARY),
    POLICY(Consequence.UNCERTAIN),
    OUR_FAULT(Consequence.UNCERTAIN),
    UNTOLD(Consequence.UNCERTAIN);

    /** What a refusal answers to, as far as it is told. */
    public enum Stage {
        UNTOLD,
        /** MAIL: it speaks of the sender, whatever its words. */
        SENDER,
        /** DATA: some carriers then say "unknown user" for their customer's own filter. */
        MESSAGE
    }

    /** What follows from it. */
    public enum Consequence {
        /** This mail never reaches this address. */
        PERMANENT,
        /** Another time it may. */
        TEMPORARY,
        /** It says nothing of the address: others would have been refused the same, or nobody knows. */
        UNCERTAIN
    }

    /** A reply's code and status, or a status alone; never part of an address or a number. */
    private static final Pattern CODES = Pattern.compile("(?<![\\w.\\-\\[])(?:([45]\\d\\d)(?=[\\s\\-]|$)(?:[\\s\\-]++"
            + "\\(?#?([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\w.]))?|#?([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\w.]))");

    private static final Pattern OF_THE_SENDER = Pattern.compile("5\\.1\\.[78]");
    private static final Pattern OTHERWISE = Pattern.compile("5\\.[267]\\.\\d{1,3}");

    /** How Exchange parts its own reply from the one it was given. */
    private static final String RELAYED = "-> ";

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

    private final Consequence verdict;

    Meaning(Consequence verdict) {
        this.verdict = verdict;
    }

    public Consequence verdict() {
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

    /**
     * Of a refusing reply with its words, which decide where they and the codes disagree: a filter that answers 5.1.1 does
     * not make an address unknown.
     */
    public static Meaning of(int code, String status, String words) {
        return words.isBlank() ? of(code, status) : weighed("", code + " " + status + " " + words, Stage.UNTOLD);
    }

    /**
     * Of a report.
     *
     * @param status what the reporting server made of it, such as {@code 5.0.0}; empty when it said nothing
     * @param diagnostic the reply of the server that refused, as far as it is told
     * @param stage when the server refused
     */
    public static Meaning weighed(String status, String diagnostic, Stage stage) {
        String said = diagnostic.substring(diagnostic.lastIndexOf(RELAYED) < 0 ? 0 : diagnostic.lastIndexOf(RELAYED));
        Matcher codes = CODES.matcher(said);
        boolean answered = codes.find();
        int code = answered && codes.group(1) != null ? Integer.parseInt(codes.group(1)) : 0;
        String enhanced = answered ? enhanced(codes) : "";
        boolean full = of(enhanced) == MAILBOX_FULL;
        Meaning meant = full ? MAILBOX_FULL : Words.meaning(said).orElseGet(() -> byCodes(status, code, enhanced));
        if (meant.verdict() != Consequence.PERMANENT) {
            return meant;
        }
        if (code / 100 == 4 || enhanced.startsWith("4") || (!answered && status.startsWith("4"))) {
            return NOT_NOW;
        }
        if (stage == Stage.SENDER || OF_THE_SENDER.matcher(enhanced).matches()) {
            return OUR_FAULT;
        }
        // The server that calls a user unknown and says by its code that the mailbox is closed, or the message not
        // liked.
        boolean doubtful = stage == Stage.MESSAGE || OTHERWISE.matcher(enhanced).matches();
        return meant == NO_SUCH_ADDRESS && doubtful ? MAILBOX_CLOSED : meant;
    }

    private static String enhanced(Matcher codes) {
        String alone = Objects.requireNonNullElse(codes.group(3), "");
        return Objects.requireNonNullElse(codes.group(2), alone);
    }

    private static Meaning byCodes(String status, int code, String enhanced) {
        if (!enhanced.isEmpty() && of(enhanced) != UNTOLD) {
            return of(enhanced);
        }
        if (code / 100 == 4) {
            return status.endsWith(".2.2") ? MAILBOX_FULL : NOT_NOW;
        }
        Meaning reported = of(status);
        // Without a code of its own the server that refused left it to the reporting one to guess from a bare 550.
        boolean guessed = code != 0 && enhanced.isEmpty();
        if (reported == NO_SUCH_ADDRESS && guessed) {
            return UNTOLD;
        }
        return reported == UNTOLD && code == 552 ? MAILBOX_FULL : reported;
    }
}
