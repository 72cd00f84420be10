package mica.office.message;

import java.util.LinkedHashMap;
import java.util.Map;

/** The headers by which mail programs offer to unsubscribe, and say which stream of mails this is. */
public final class Unsubscribe {

    /** The last part of a Feedback-ID is the sender's, from 5 to 15 letters. */
    private static final String SENDER = "mica-mail";

    private Unsubscribe() {}

    /**
     * One press in the mail program, by POST (RFC 8058), which follows https alone; without https nothing is offered.
     *
     * @param url the reader's own link to have everything erased
     * @param stream what the mail belongs to, such as a notice's number: letters, digits, hyphens
     * @param lane {@code door} or {@code notice}
     */
    public static Map<String, HeaderText> headers(String url, String stream, String lane) {
        Map<String, HeaderText> headers = new LinkedHashMap<>();
        if (url.startsWith("https://")) {
            headers.put("List-Unsubscribe", HeaderText.of("<" + url + ">"));
            headers.put("List-Unsubscribe-Post", HeaderText.of("List-Unsubscribe=One-Click"));
        }
        headers.put("Feedback-ID", HeaderText.of(stream + ":" + lane + ":mica:" + SENDER));
        return headers;
    }
}
