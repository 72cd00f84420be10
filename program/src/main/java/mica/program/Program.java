package mica.program;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import mica.exchange.log.Wordless;
import mica.program.log.WordlessLog;
import picocli.CommandLine;

/** Runs a command as the program: its log behind the gate, what an operator can mend in one line. */
public final class Program {

    /** The one clock of a program; everything else is given it. */
    public static final Clock CLOCK = Clock.systemUTC();

    private Program() {}

    /**
     * Does not return.
     *
     * @param told exceptions whose message is one line for the operator, besides those that every program has
     */
    public static void run(Object command, String[] arguments, List<Class<? extends RuntimeException>> told) {
        WordlessLog.install();
        int code = commandLine(command, told).execute(arguments);
        // Servers run on daemon and virtual threads; a command that serves blocks until it is told to end.
        System.exit(code);
    }

    /** As {@link #run} has it, without running. */
    public static CommandLine commandLine(Object command, List<Class<? extends RuntimeException>> told) {
        CommandLine commandLine = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failed, line, parsed) -> {
            Optional<String> trouble = StartTrouble.line(failed, told);
            if (trouble.isPresent()) {
                line.getErr().println("mica: " + trouble.get());
                return 2;
            }
            // Goes to the terminal, which is where a server's log is.
            throw Wordless.of(failed);
        });
        return commandLine;
    }
}
