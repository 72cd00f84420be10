package mica.office.bounce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client that speaks LMTP (RFC 2033). For one thread. */
final class LmtpSession {

    private static final int MOST_RECIPIENTS = 100;
    private static final int MOST_MISTAKES = 20;
    private static final Pattern MAIL = Pattern.compile("(?i)MAIL FROM: ?<[^<>]{0,320}>( .*)?");
    private static final Pattern RCPT = Pattern.compile("(?i)RCPT TO: ?<([^<>]{1,320})>( .*)?");

    private final LmtpLine line;
    private final LmtpLimits limits;
    private final Returns returns;
    private final List<String> recipients = new ArrayList<>();
    private boolean greeted;
    private boolean mail;
    private int mistakes;
    private int messages;

    /** Where messages go. */
    interface Returns {

        /** Whether an address is a return path of ours. */
        boolean knows(String recipient);

        /** Takes a message over. @return false when it cannot be stored now */
        boolean take(String recipient, byte[] message);
    }

    LmtpSession(LmtpLine line, LmtpLimits limits, Returns returns) {
        this.line = line;
        this.limits = limits;
        this.returns = returns;
    }

    void run() throws IOException {
        line.reply("220 mica LMTP");
        while (true) {
            String command = line.readCommand();
            int space = command.indexOf(' ');
            String verb = (space < 0 ? command : command.substring(0, space)).toUpperCase(Locale.ROOT);
            String reply = switch (verb) {
                case "LHLO" -> hello();
                case "MAIL" -> mail(command);
                case "RCPT" -> recipient(command);
                case "DATA" -> data();
                case "RSET" -> {
                    reset();
                    yield "250 2.0.0 OK";
                }
                case "NOOP" -> "250 2.0.0 OK";
                case "VRFY" -> "252 2.0.0 no";
                case "QUIT" -> "221 2.0.0 bye";
                default -> mistake("500 5.5.1 not understood");
            };
            if (reply != null) {
                line.reply(reply);
            }
            if (verb.equals("QUIT") || mistakes > MOST_MISTAKES || messages > limits.messages()) {
                return;
            }
        }
    }

    private String hello() {
        reset();
        greeted = true;
        return "250-mica\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SIZE " + limits.largest();
    }

    private String mail(String command) {
        if (!greeted || mail) {
            return mistake("503 5.5.1 not now");
        }
        if (!MAIL.matcher(command).matches()) {
            return mistake("501 5.5.4 not understood");
        }
        mail = true;
        return "250 2.1.0 OK";
    }

    private String recipient(String command) {
        Matcher address = RCPT.matcher(command);
        if (!mail) {
            return mistake("503 5.5.1 not now");
        }
        if (!address.matches()) {
            return mistake("501 5.5.4 not understood");
        }
        if (recipients.size() == MOST_RECIPIENTS) {
            return "452 4.5.3 enough";
        }
        if (!returns.knows(address.group(1))) {
            return mistake("550 5.1.1 nobody of ours");
        }
        recipients.add(address.group(1));
        return "250 2.1.5 OK";
    }

    private @Nullable String data() throws IOException {
        if (recipients.isEmpty()) {
            return mistake("503 5.5.1 nobody to take it");
        }
        line.reply("354 go on");
        messages++;
        byte[] message = line.readMessage(limits.kept(), limits.largest());
        for (String recipient : recipients) {
            if (message == null) {
                line.reply("552 5.3.4 too large");
            } else {
                line.reply(returns.take(recipient, message) ? "250 2.0.0 noted" : "451 4.3.0 not now");
            }
        }
        reset();
        return null;
    }

    private String mistake(String reply) {
        mistakes++;
        return reply;
    }

    private void reset() {
        mail = false;
        recipients.clear();
    }
}
