package mica.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.office.keys.KeyStore;
import mica.office.keys.Recovering;
import mica.office.keys.RecoveryShare;
import mica.program.CannotStartException;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mica keys recover}: two sheets in place of a lost passphrase. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Opens the keys by two sheets of the last ceremony when the passphrase is lost, and sets a new one. Asks for",
            "the lines of the sheets; they can be piped in as well, ten lines."
        })
final class RecoverCommand implements Callable<Integer> {

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
        Path folder = settings.read().of(OfficeSettings.ZONE).keys();
        Dialogue dialogue = new Dialogue(language.language(), spec);
        SheetDialogue sheet = new SheetDialogue(dialogue);
        RecoveryShare one = sheet.ask(1);
        RecoveryShare other = sheet.ask(2);
        while (other.number() == one.number() && other.ceremony() == one.ceremony()) {
            dialogue.say("sheet.same");
            other = sheet.ask(2);
        }
        return switch (KeyStore.recover(folder, one, other)) {
            case Recovering.Opened opened -> {
                dialogue.say("recover.opened", opened.store().days().size());
                opened.store().changePassphrase(next.passphrase(dialogue));
                dialogue.say("recover.done");
                dialogue.say("keys.passphrase.next");
                dialogue.say("recover.again");
                yield 0;
            }
            case Recovering.SameShare same -> throw new CannotStartException(dialogue.text("sheet.same"));
            case Recovering.NoRecoveryKey none -> throw new CannotStartException(dialogue.text("recover.none", folder));
            case Recovering.OtherCeremony another ->
                throw new CannotStartException(dialogue.text("recover.other", another.valid(), another.day()));
            case Recovering.Wrong wrong -> throw new CannotStartException(dialogue.text("recover.wrong"));
        };
    }
}
