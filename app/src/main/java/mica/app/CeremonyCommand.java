package mica.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.office.keys.Ceremony;
import mica.office.keys.KeyStore;
import mica.office.keys.RecoveryShare;
import mica.office.posters.PosterPrinter;
import mica.office.posters.RecoverySheet;
import mica.office.posters.ServiceLines;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mica keys ceremony}: a recovery key on three sheets of paper. */
@Command(
        name = "ceremony",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a recovery key and writes its three sheets into one PDF to be printed. Two of them, typed back, make",
            "it valid; they open the keys when the passphrase is lost (mica keys recover). The sheets of an earlier",
            "ceremony are void from then on. The PDF is destroyed at the end."
        })
final class CeremonyCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = Zones.option();

    @Mixin
    private final LanguageOption language = new LanguageOption();

    @Option(
            names = "--sheets",
            required = true,
            paramLabel = "PDF",
            description = "the file to write the sheets into; best on a disk in memory such as /dev/shm")
    private Path sheets = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OfficeSettings office = settings.read().of(OfficeSettings.ZONE);
        ServiceFacts service = OfficeConfigurations.service(office.service());
        KeyStore store = KeyStore.open(office.keys(), office.passphrase());
        Dialogue dialogue = new Dialogue(language.language(), spec);
        LocalDate today = LocalDate.ofInstant(Program.CLOCK.instant(), ZoneId.of(service.timeZone()));
        Ceremony ceremony = store.ceremony(today);
        write(ceremony, service);
        boolean valid = false;
        try {
            dialogue.say("ceremony.written", sheets, ceremony.name());
            dialogue.ask("ceremony.printed");
            typeBack(ceremony, new SheetDialogue(dialogue), dialogue);
            valid = true;
        } finally {
            if (!valid) {
                destroy();
            }
        }
        dialogue.say("ceremony.valid", ceremony.name());
        boolean printed = dialogue.confirm("ceremony.all", sheets);
        if (printed) {
            destroy();
        }
        dialogue.say(printed ? "ceremony.destroyed" : "ceremony.kept", sheets);
        return 0;
    }

    private static void typeBack(Ceremony ceremony, SheetDialogue sheet, Dialogue dialogue) {
        dialogue.say("ceremony.type");
        while (true) {
            RecoveryShare one = sheet.ask(1);
            RecoveryShare other = sheet.ask(2);
            switch (ceremony.complete(one, other)) {
                case VALID -> {
                    return;
                }
                case SAME_SHARE -> dialogue.say("sheet.same");
                case OTHER_CEREMONY -> dialogue.say("ceremony.other", ceremony.name());
                case WRONG -> dialogue.say("ceremony.wrong");
            }
        }
    }

    private void write(Ceremony ceremony, ServiceFacts facts) throws IOException {
        ServiceLines service = ServiceLines.of(facts, Language.JA);
        List<RecoverySheet> printed = ceremony.shares().stream()
                .map(share -> new RecoverySheet(
                        service,
                        ceremony.name(),
                        ceremony.day(),
                        share.number(),
                        ceremony.shares().size(),
                        share.lines()))
                .toList();
        byte[] pdf = new PosterPrinter().recoverySheets(printed);
        try {
            Files.createFile(
                    sheets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            throw new CannotStartException("there is a file " + sheets + " already; name another one");
        } catch (IOException failed) {
            throw new CannotStartException("cannot write " + sheets);
        }
        Files.write(sheets, pdf, StandardOpenOption.WRITE);
    }

    private void destroy() throws IOException {
        if (Files.exists(sheets)) {
            Files.write(sheets, new byte[(int) Files.size(sheets)], StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.delete(sheets);
        }
    }
}
