package mica.app;

import java.io.IOException;
import java.nio.file.Path;
import mica.exchange.file.OpenToOthersException;
import mica.office.keys.Passphrase;
import mica.program.CannotStartException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a new passphrase comes from: a file, or else the person is asked. Never the command line, which others see. */
final class NewPassphraseOption {

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "file whose first line is the new passphrase; without it, it is asked for")
    private @Nullable Path file;

    Passphrase passphrase(Dialogue dialogue) {
        if (file == null) {
            return dialogue.askNewPassphrase();
        }
        try {
            Passphrase passphrase = Passphrase.read(file);
            if (!passphrase.isLongEnough()) {
                throw new CannotStartException(dialogue.text("keys.passphrase.file.short", file, Passphrase.SHORTEST));
            }
            return passphrase;
        } catch (OpenToOthersException open) {
            throw new CannotStartException(String.valueOf(open.getMessage()));
        } catch (IOException unreadable) {
            throw new CannotStartException("cannot read " + file + ": " + unreadable.getMessage());
        }
    }
}
