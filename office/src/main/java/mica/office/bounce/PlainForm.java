package mica.office.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where mail servers put the words of the server that refused, in what they write to people: sendmail's transcript, the
 * paragraphs of qmail (QSBMF), what follows the recipient with Exim, OpenSMTPD and many others.
 */
final class PlainForm {

    private static final int MOST = 24;

    /** Behind these words stands the reply, up to a blank line. */
    private static final Pattern REPLY =
            Pattern.compile("(?im)(?:(?:said|responded|responds|response(?: was)?|returned(?: was)?"
                    + "|reason(?: was)?|because|following error message|error(?: message)?(?: below)?|diagnostic[ -]code|server message"
                    + "|did not like our [a-z ]{1,20}|after [a-z ]{1,20}(?::?<[^<>\\s]{0,255}>)?|technical details[a-z ]{0,24}"
                    + "|host [\\w.-]{1,255} \\[[0-9a-f.:]{1,45}\\]) ?:|^[ \\t>]{0,8}<<<)[ \\t]*\\r?\\n?"
                    + "((?:[^\\r\\n]{0,998}+(?:\\r?\\n(?![ \\t>]{0,8}\\r?\\n))?){1,6})");

    /** A recipient, and what is said of it. */
    private static final Pattern RECIPIENT =
            Pattern.compile("(?m)^[ \\t>*]{0,8}[<\"']?[^\\s<>:\"']{1,128}@[^\\s<>:\"']{1,255}[>\"']?[ \\t]*:"
                    + "[ \\t]*\\r?\\n?((?:[^\\r\\n]{1,998}+\\r?\\n?){1,8})");

    private static final Pattern CODED =
            Pattern.compile("(?m)^.{0,200}?(?<![\\w.\\-\\[])[45](?:\\d\\d|\\.\\d{1,3}\\.\\d{1,3})[\\s:\\-].{0,998}$");

    private PlainForm() {}

    /** What was said, the likeliest place first; at the end all of it. */
    static List<String> said(String text) {
        List<String> said = new ArrayList<>();
        for (Pattern place : List.of(REPLY, RECIPIENT, CODED)) {
            Matcher found = place.matcher(text);
            while (said.size() < MOST && found.find()) {
                said.add(found.groupCount() == 0 ? found.group() : found.group(1));
            }
        }
        said.add(text);
        return said;
    }
}
