package mica.rehearsal;

import picocli.CommandLine;

/** {@code mica train}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainCommand()).execute(arguments));
    }
}
