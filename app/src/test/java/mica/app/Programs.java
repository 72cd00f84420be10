package mica.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import mica.program.Program;
import picocli.CommandLine;

/** The programs of the house, by the word they are started with: the two zones, and the commands. */
final class Programs {

    static final List<String> ZONES = List.of("front", "office");

    private Programs() {}

    static CommandLine commandLine(String word) {
        return switch (word) {
            case "front" -> Program.commandLine(new mica.front.Main(), List.of());
            case "office" -> Program.commandLine(new OfficeCommand(), Main.TOLD);
            default -> Main.commandLine();
        };
    }

    /** The class with the main method, and what it is given. */
    static List<String> started(String... arguments) {
        Class<?> main = switch (arguments[0]) {
            case "front" -> mica.front.Main.class;
            case "office" -> OfficeCommand.class;
            default -> Main.class;
        };
        return Stream.concat(
                        Stream.of(main.getName()), Arrays.stream(given(arguments)))
                .toList();
    }

    static String[] given(String... arguments) {
        return ZONES.contains(arguments[0]) ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    }
}
