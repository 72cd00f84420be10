package mica.app;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A command as an operator runs it, with what is piped into it and what it says. */
record Typed(int code, String out, String err) {

    static Typed run(String input, String... arguments) {
        InputStream before = System.in;
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            CommandLine commandLine = Programs.commandLine(arguments[0]);
            commandLine.setOut(new PrintWriter(out, true));
            commandLine.setErr(new PrintWriter(err, true));
            return new Typed(commandLine.execute(Programs.given(arguments)), out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    static String lines(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("");
        return String.join("\n", all);
    }
}
