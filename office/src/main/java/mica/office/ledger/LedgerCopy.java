package mica.office.ledger;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;

/** The second place of signed heads, as configured: out of reach of whoever could change the database. */
public sealed interface LedgerCopy {

    /** There is none. */
    record None() implements LedgerCopy {}

    /** Lines at the end of a file. */
    record InFile(Path path) implements LedgerCopy {}

    /** Another machine's log, by RFC 5424; over TCP with counted octets (RFC 6587, 3.4.1). */
    record BySyslog(String host, int port, boolean udp) implements LedgerCopy {}

    /** A mailbox, at most once an hour. */
    record ByMail(EmailAddress to) implements LedgerCopy {}

    Pattern SYSLOG = Pattern.compile("syslog(\\+udp)?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]+):([0-9]{1,5})");

    /**
     * Reads a setting: empty, {@code syslog:HOST:PORT}, {@code syslog+udp:HOST:PORT}, {@code mail:ADDRESS}, or else the
     * path of a file.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static LedgerCopy read(String setting) {
        if (setting.isBlank()) {
            return new None();
        }
        if (setting.startsWith("mail:")) {
            return switch (EmailAddress.parse(setting.substring("mail:".length()))) {
                case EmailAddress.Outcome.Parsed parsed -> new ByMail(parsed.address());
                case EmailAddress.Outcome.Refused refused ->
                    throw new IllegalArgumentException("no address after mail: (" + refused.reason() + ")");
            };
        }
        if (setting.startsWith("syslog")) {
            Matcher syslog = SYSLOG.matcher(setting);
            if (!syslog.matches() || Integer.parseInt(syslog.group(3)) > 65_535) {
                throw new IllegalArgumentException("not syslog:HOST:PORT or syslog+udp:HOST:PORT");
            }
            String host = syslog.group(2).replaceAll("[\\[\\]]", "");
            return new BySyslog(host, Integer.parseInt(syslog.group(3)), syslog.group(1) != null);
        }
        return new InFile(Path.of(setting));
    }
}
