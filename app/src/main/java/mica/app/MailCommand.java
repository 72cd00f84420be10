package mica.app;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.office.MailInspection;
import mica.office.mailcheck.MailFinding;
import mica.office.mailcheck.TextRecords;
import mica.program.CannotStartException;
import mica.program.SettingsOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mica mail}: for operators. */
@Command(
        name = "mail",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at what mail needs outside this program.",
        subcommands = MailCommand.Check.class)
final class MailCommand {

    /** {@code mica mail check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            exitCodeOnExecutionException = 2,
            description = {
                "Tells whether SPF, DKIM and DMARC of the sender's domain are in order and the relays can be used.",
                "Sends nothing. Ends with 0 when mail can go out, 1 when something is wrong, 2 when it could not be done."
            })
    static final class Check implements Callable<Integer> {

        private static final Pattern SERVER = Pattern.compile("([0-9.]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Mixin
        private final LanguageOption language = new LanguageOption();

        @Option(names = "--dns", paramLabel = "ADDRESS[:PORT]", description = "the DNS server to ask")
        private @Nullable String dns;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws UnknownHostException {
            List<MailFinding> findings =
                    MailInspection.of(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), records());
            PrintWriter out = spec.commandLine().getOut();
            findings.forEach(finding -> out.println(finding.text(language.language())));
            out.flush();
            return findings.stream().anyMatch(finding -> finding.level() == MailFinding.Level.BAD) ? 1 : 0;
        }

        private TextRecords records() throws UnknownHostException {
            if (dns == null) {
                return TextRecords.ofThisMachine();
            }
            Matcher server = SERVER.matcher(dns);
            if (!server.matches()) {
                throw new CannotStartException("--dns takes an address, and a port behind a colon");
            }
            int port = server.group(2) == null ? 53 : Integer.parseInt(server.group(2));
            if (port < 1 || port > 65_535) {
                throw new CannotStartException("--dns takes an address, and a port behind a colon");
            }
            return TextRecords.of(new InetSocketAddress(server.group(1), port));
        }
    }
}
