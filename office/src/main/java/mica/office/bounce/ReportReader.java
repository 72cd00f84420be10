package mica.office.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.office.outcome.Meaning;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * Reads what mail servers report: by the part for machines (RFC 3464), in whatever it is wrapped, or else by the form in which
 * many write to people; and tells it from automatic answers (RFC 3834). That a report is about a mail of ours is proven by
 * the return path alone: whom it names is not even looked at, as anybody can write that. Never fails; threads may share it.
 */
final class ReportReader {

    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(4_096)
            .setMaxHeaderLen(16_384)
            .setMaxHeaderCount(500)
            .setMaxContentLen(1_000_000)
            .setStrictParsing(false)
            .build();

    private static final Pattern GROUP = Pattern.compile("\\r?\\n[ \\t]*(?=\\r?\\n)");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]++(?=\\S)");
    private static final Pattern ACTION = Pattern.compile("(?im)^[ \\t]*action[ \\t]*:[ \\t]*([a-z]+)");
    private static final Pattern STATUS =
            Pattern.compile("(?im)^[ \\t]*status[ \\t]*:[ \\t]*([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])(.*)");
    private static final Pattern DIAGNOSTIC = Pattern.compile("(?im)^[ \\t]*diagnostic-code[ \\t]*:(.*)");

    private static final Pattern REPLY = Pattern.compile("(?<![\\w.])[45]\\d\\d(?![\\w.])");

    /** What was answered, as Postfix, Exim, sendmail, qmail and others tell it. */
    private static final Pattern AFTER_DATA = Pattern.compile("(?i)in reply to (?:the )?(?:end of )?data|"
            + "(?:after|final) (?:the )?(?:end of )?data\\b|for text command|following (?:the )?(?:data|text) (?:command|phase)|>>> (?:data|\\.)\\s{1,8}<<< 5|after pipelined data"
            + "|\\(data\\)|\\[data\\]|smtp command\\s{1,8}data|\\b550:? : user unknown");

    private static final Pattern AFTER_MAIL = Pattern.compile(
            "(?i)(?:in reply to|after|following) mail\\b|>>> mail from[^\\r\\n]{0,400}\\r?\\n[ \\t>]{0,8}<<< 5|\\[mail_from\\]");

    private ReportReader() {}

    static ReturnReport read(byte[] message) {
        LetterReader seen = new LetterReader();
        MimeStreamParser parser = new MimeStreamParser(LIMITS);
        parser.setContentHandler(seen);
        parser.setContentDecoding(true);
        try {
            parser.parse(new ByteArrayInputStream(message));
        } catch (MimeException | IOException | RuntimeException broken) {
            // What was seen before it broke still tells; a report is often cut off at its end.
            return judged(seen.letter());
        }
        return judged(seen.letter());
    }

    private static ReturnReport judged(Letter letter) {
        if (!letter.status().isEmpty() && ACTION.matcher(letter.status()).find()) {
            return byStatus(letter);
        }
        if (letter.isFromServer()) {
            // Some write the fields of the standard for people.
            return ACTION.matcher(letter.text()).find()
                            && STATUS.matcher(letter.text()).find()
                    ? byStatus(new Letter("", "", letter.type(), false, false, letter.text(), letter.text()))
                    : byText(letter);
        }
        return letter.automatic() ? new ReturnReport.Automatic() : new ReturnReport.Unreadable();
    }

    /** Our mails have one recipient each; where it stands for several, one who failed is one who did not get it. */
    private static ReturnReport byStatus(Letter letter) {
        String group = "";
        for (String each : GROUP.split(letter.status(), -1)) {
            Matcher action = ACTION.matcher(each);
            if (action.find() && (group.isEmpty() || isFailed(action)) && !isFailed(ACTION.matcher(group))) {
                group = each;
            }
        }
        if (!isFailed(ACTION.matcher(group))) {
            return new ReturnReport.NotFailed();
        }
        String unfolded = FOLD.matcher(group).replaceAll(" ");
        Matcher status = STATUS.matcher(unfolded);
        Matcher diagnostic = DIAGNOSTIC.matcher(unfolded);
        boolean coded = status.find();
        String said = diagnostic.find() ? diagnostic.group(1) : "";
        String beside = coded ? status.group(2) : "";
        Meaning.Stage stage = stage(said + "\n" + letter.text());
        Meaning meaning = Meaning.weighed(coded ? status.group(1) : "", said + " " + beside, stage);
        // Where no reply is told, a status such as 5.5.0 only says that somebody gave up. Where one is, whatever is
        // said
        // to people besides is a guess at it.
        boolean vague = meaning == Meaning.UNTOLD || meaning == Meaning.OUR_FAULT;
        Meaning plain = vague && !REPLY.matcher(said).find() ? plainly(letter.text(), stage) : Meaning.UNTOLD;
        return new ReturnReport.Failed(plain == Meaning.UNTOLD ? meaning : plain);
    }

    private static boolean isFailed(Matcher action) {
        return (action.hasMatch() || action.reset().find()) && action.group(1).equalsIgnoreCase("failed");
    }

    private static ReturnReport byText(Letter letter) {
        if (letter.text().isBlank()) {
            return new ReturnReport.Unreadable();
        }
        if (letter.isNoFailure()) {
            return new ReturnReport.NotFailed();
        }
        Meaning.Stage stage = stage(letter.text());
        Meaning meaning = plainly(letter.text(), stage);
        return new ReturnReport.Failed(
                meaning == Meaning.UNTOLD ? Meaning.weighed("", letter.subject(), stage) : meaning);
    }

    private static Meaning.Stage stage(String text) {
        if (AFTER_MAIL.matcher(text).find()) {
            return Meaning.Stage.SENDER;
        }
        return AFTER_DATA.matcher(text).find() ? Meaning.Stage.MESSAGE : Meaning.Stage.UNTOLD;
    }

    private static Meaning plainly(String text, Meaning.Stage stage) {
        return PlainForm.said(text).stream()
                .map(said -> Meaning.weighed("", said, stage))
                .filter(meaning -> meaning != Meaning.UNTOLD)
                .findFirst()
                .orElse(Meaning.UNTOLD);
    }
}
