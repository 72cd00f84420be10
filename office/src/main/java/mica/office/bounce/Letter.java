package mica.office.bounce;

import java.util.regex.Pattern;

/**
 * What matters of a message to a return path, before it is judged.
 *
 * @param from the header, decoded
 * @param subject the header, decoded
 * @param type the kind of report that the message says it is; empty when it is none
 * @param automatic whether its headers say that a machine answers for a person (RFC 3834)
 * @param names whether it has a header that names the recipients who failed
 * @param status the part for machines (RFC 3464); empty when there is none
 * @param text what is written for people, up to the message that comes back
 */
record Letter(String from, String subject, String type, boolean automatic, boolean names, String status, String text) {

    private static final Pattern DAEMON = Pattern.compile("(?iu)mail(?:er)?[ ._-]?daemon|post[ ._-]?master|mailer@|"
            + "mail deliver(?:y|er)?\\b|delivery (?:sub)?system|mail (?:administrator|system|router|transport)"
            + "|system administrator|\\bmdaemon\\b|\\bndr\\b|mail ?gateway|^mta[@-]|mail[._-]delivery");

    private static final Pattern RETURNED = Pattern.compile("(?iu)returned? (?:mail|message|to sender)|undeliver|"
            + "(?:non-?|un)deliver(?:y|ed|able)|deliver\\w*(?: status)? (?:notification|failure|failed|error|problem|report|"
            + "has failed|incomplete|delay|is delayed)|failure notice|mail (?:system |delivery )?(?:error|failure|failed)|"
            + "could not be (?:sent|delivered)|(?:message|mail) (?:you sent|status)|error sending your mail|"
            + "(?:failed|failure).{0,16}deliver|warning: (?:message|could not send|mail)|message not delivered|"
            + "メール.{0,8}エラー|エラー.{0,4}メール|(?:配信|配送|送信|送達).{0,8}(?:エラー|失敗|不能|できません|できなかった)|不達");

    private static final Pattern NOT_DELIVERED =
            Pattern.compile("(?iu)could ?n.?t be delivered|could not be delivered|unable to "
                    + "deliver|(?:was|were) not delivered|delivery (?:to .{0,80} )?failed|did not reach|"
                    + "(?:送信|配信|配送|お届け|送達)(?:が|は|を|する(?:こと)?(?:が|は)?)?(?:でき|出来)(?:ません|なかった)");

    private static final Pattern AWAY =
            Pattern.compile("(?iu)out of (?:the )?office|automatic (?:reply|response)|auto-?(?:reply|"
                    + "response)|vacation|autoresponse|away from|不在|自動(?:返信|応答)");

    private static final Pattern NO_FAILURE = Pattern.compile("(?iu)(?:this is (?:only )?a )?warning (?:message )?only|"
            + "(?:will|shall) (?:still |now )?(?:be )?(?:continue|keep|try|retried|attempt|retry)|still (?:being )?(?:try|attempt|queued)|"
            + "(?:do not|don't) need to (?:do anything|resend|re-send)|no action is required|has not (?:yet )?been delivered.{0,80}yet"
            + "|not yet (?:been )?delivered|delivery (?:to .{0,80})?(?:is|has been|was) delayed|successfully (?:delivered|relayed|sent)"
            + "|(?:has been|delivery) (?:delivered|succeeded)|再送(?:を試み|します)");

    /** Whether a mail server says that a mail came back or waits, rather than a person's machine that the person is away. */
    boolean isFromServer() {
        if (type.equals("feedback-report") || type.equals("disposition-notification")) {
            return false;
        }
        if (!type.isEmpty() || names) {
            return true;
        }
        boolean returned = RETURNED.matcher(subject).find();
        boolean daemon = DAEMON.matcher(from).find()
                || (!automatic && NOT_DELIVERED.matcher(text).find());
        return returned || (daemon && !AWAY.matcher(subject).find());
    }

    /** Whether it says that the mail waits, or arrived. */
    boolean isNoFailure() {
        return NO_FAILURE.matcher(text).find() || NO_FAILURE.matcher(subject).find();
    }
}
