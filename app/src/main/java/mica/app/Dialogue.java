package mica.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import mica.exchange.text.Language;
import mica.office.keys.Passphrase;
import mica.exchange.text.Texts;
import mica.program.CannotStartException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Speaks with the person at a command, in their language: at a console without showing what is secret, or with whatever
 * is piped in. One thread.
 */
final class Dialogue {

    private static final Set<String> YES = Set.of("yes", "はい");

    private final Texts texts = new Texts("mica.app");
    private final Language language;
    private final PrintWriter out;
    private final BufferedReader in;
    private final @Nullable Console console;

    Dialogue(Language language, CommandSpec spec) {
        this.language = language;
        this.out = spec.commandLine().getOut();
        Console found = System.console();
        this.console = found != null && found.isTerminal() ? found : null;
        Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        this.in = new BufferedReader(new InputStreamReader(System.in, charset));
    }

    void say(String key, Object... arguments) {
        out.println(text(key, arguments));
        out.flush();
    }

    String text(String key, Object... arguments) {
        return texts.text(language, key, arguments);
    }

    /** A line, as typed. @throws CannotStartException when the input ended */
    String ask(String key, Object... arguments) {
        out.print(text(key, arguments) + " ");
        out.flush();
        try {
            return orEnded(in.readLine());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether the answer is yes; an input that ended is not. */
    boolean confirm(String key, Object... arguments) {
        out.print(text(key, arguments) + " ");
        out.flush();
        try {
            String answer = in.readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A line that the screen does not show. @throws CannotStartException when the input ended */
    String askSecretly(String key, Object... arguments) {
        if (console == null) {
            return ask(key, arguments);
        }
        out.print(text(key, arguments) + " ");
        out.flush();
        char[] typed = console.readPassword("");
        return orEnded(typed == null ? null : new String(typed));
    }

    /** A new passphrase, typed twice; asks again until it is long enough and both are the same. */
    Passphrase askNewPassphrase() {
        while (true) {
            String first = askSecretly("keys.passphrase.new", Passphrase.SHORTEST);
            if (first.codePointCount(0, first.length()) < Passphrase.SHORTEST) {
                say("keys.passphrase.short", Passphrase.SHORTEST);
            } else if (first.equals(askSecretly("keys.passphrase.again"))) {
                return new Passphrase(first);
            } else {
                say("keys.passphrase.differ");
            }
        }
    }

    private String orEnded(@Nullable String line) {
        if (line == null) {
            throw new CannotStartException(text("keys.ended"));
        }
        return line;
    }
}
