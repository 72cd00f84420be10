package mica.app;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.SettingsOption;
import mica.program.settings.SettingsException;
import mica.exchange.address.EmailAddress;
import mica.office.Office;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mica officers add}: how the first administrator comes to be. */
@Command(
        name = "officers",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps officers; the first administrator is added here, the others in the console.",
        subcommands = OfficersCommand.Add.class)
final class OfficersCommand {

    /** {@code mica officers add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds an officer and prints the first password and the TOTP secret, once.")
    static final class Add implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Option(names = "--login", required = true, description = "2 to 40 of a-z, 0-9, dot, hyphen, underscore")
        private String login = "";

        @Option(names = "--name", required = true, description = "as colleagues know them")
        private String name = "";

        @Option(names = "--email", required = true, description = "where test mails go")
        private String email = "";

        @Option(
                names = "--roles",
                required = true,
                split = ",",
                description = "of ${COMPLETION-CANDIDATES}, with commas between")
        private Set<Role> roles = EnumSet.noneOf(Role.class);

        @Override
        public Integer call() {
            if (!Officers.isLoginName(login)) {
                throw new CannotStartException("--login must be 2 to 40 of a-z, 0-9, dot, hyphen and underscore");
            }
            EmailAddress address = switch (EmailAddress.parse(email)) {
                case EmailAddress.Outcome.Parsed parsed -> parsed.address();
                case EmailAddress.Outcome.Refused refused ->
                    throw new SettingsException("--email is no address: " + refused.reason());
            };
            try (Office office =
                    Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
                return switch (office.officers().create(new Officers.NewOfficer(login, name, address, roles))) {
                    case Officers.Adding.Added added -> {
                        System.out.println("Password:    " + added.credentials().password());
                        System.out.println("TOTP secret: " + added.credentials().totpSecret());
                        System.out.println("Neither is shown again. Change the password after the first sign-in.");
                        yield 0;
                    }
                    case Officers.Adding.NameTaken taken ->
                        throw new CannotStartException("there is an officer of the sign-in name " + login);
                };
            }
        }
    }
}
