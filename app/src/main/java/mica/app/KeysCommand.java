package mica.app;

import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.seal.OfficeKey;
import mica.office.keys.KeyStore;
import mica.program.CannotStartException;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mica keys …}: what is done to the keys by hand. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows and changes the keys of the office.",
        subcommands = {
            KeysCommand.ShowKeys.class,
            KeysCommand.Rotate.class,
            KeysCommand.ChangePassphrase.class,
            CeremonyCommand.class,
            RecoverCommand.class
        })
final class KeysCommand {

    /** {@code mica keys show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the public half of the signing key, in one line, for the fronts' setting"
                    + " front.office-key; while a change-over is prepared, both.")
    static final class ShowKeys implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            spec.commandLine().getOut().println(pin(store(settings)));
            return 0;
        }
    }

    /** {@code mica keys rotate}. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Changes the signing key in two steps. First, without an option, makes the next one and prints what the",
                "fronts' setting front.office-key must be meanwhile. When every front was started again with it,",
                "--change signs with the next key and destroys the one before."
            })
    static final class Rotate implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Option(names = "--change", description = "the fronts know both keys: change over now")
        private boolean change;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            KeyStore store = store(settings);
            if (!change) {
                store.prepareNextSigningKey();
                spec.commandLine().getErr().println("Set this as front.office-key on every front and start it again;");
                spec.commandLine().getErr().println("then run: mica keys rotate --change");
            } else if (store.changeSigningKey()) {
                spec.commandLine().getErr().println("Changed over. Within a minute the office publishes with the key");
                spec.commandLine().getErr().println("below; then the fronts' front.office-key can be it alone.");
            } else {
                throw new CannotStartException("no change-over is prepared; run `mica keys rotate` first");
            }
            spec.commandLine().getOut().println(pin(store));
            return 0;
        }
    }

    /** {@code mica keys passphrase}. */
    @Command(
            name = "passphrase",
            mixinStandardHelpOptions = true,
            description = "Changes the passphrase that opens the keys; asks for the new one. The settings give the"
                    + " present one.")
    static final class ChangePassphrase implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Mixin
        private final LanguageOption language = new LanguageOption();

        @Mixin
        private final NewPassphraseOption next = new NewPassphraseOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            KeyStore store = store(settings);
            Dialogue dialogue = new Dialogue(language.language(), spec);
            store.changePassphrase(next.passphrase(dialogue));
            dialogue.say("keys.passphrase.changed");
            dialogue.say("keys.passphrase.next");
            return 0;
        }
    }

    static KeyStore store(SettingsOption settings) {
        OfficeSettings office = settings.read().of(OfficeSettings.ZONE);
        return KeyStore.open(office.keys(), office.passphrase());
    }

    private static String pin(KeyStore store) {
        OfficeKey current = store.signingKey();
        return store.nextSigningKey().map(next -> current + "," + next).orElse(current.toString());
    }
}
