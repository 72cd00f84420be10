package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.settings.Zones;
import mica.program.settings.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/** The guide for operators tells the commands, options and settings that there are, with their defaults, and no others. */
class OperationsGuideTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern COMMAND = Pattern.compile("^\\| `mica ([^`]*)` \\|(.*)$", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile(
            "^\\| `((?:front|office)\\.[a-z0-9.-]+)` \\|.*\\| ?(?:`([^`]*)`)? ?\\|$", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

    /** Those that are no part of this module, or need no settings. */
    private static final Set<String> WITHOUT_SETTINGS = Set.of("demo", "train");

    private static String guide = "";

    @BeforeAll
    static void read() throws IOException {
        guide = Files.readString(ROOT.resolve("docs/operations.md"));
    }

    /** Every command that does something, by its words, such as {@code keys show}. */
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new TreeMap<>();
        add("", Main.commandLine(), commands);
        Programs.ZONES.forEach(zone -> add(zone, Programs.commandLine(zone), commands));
        return commands;
    }

    private static void add(String before, CommandLine at, Map<String, CommandLine> commands) {
        if (at.getSubcommands().isEmpty()) {
            commands.put(before.strip(), at);
        }
        at.getSubcommands().forEach((name, command) -> add(before + " " + name, command, commands));
    }

    private static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        Matcher rows = COMMAND.matcher(guide);
        while (rows.find()) {
            String words = rows.group(1).replaceAll(" *(\\[|--|FILE|…).*", "").strip();
            described.merge(words, rows.group(1) + rows.group(2), String::concat);
        }
        return described;
    }

    @Test
    void every_command_is_described_and_there_are_no_others() {
        Set<String> there = new TreeSet<>(commands().keySet());
        there.add("train");
        assertThat(new TreeSet<>(described().keySet())).isEqualTo(there);
    }

    @Test
    void every_command_but_those_that_say_so_takes_settings() {
        assertThat(guide).contains("Every command takes `--settings FILE`");
        commands().forEach((name, command) -> {
            if (WITHOUT_SETTINGS.contains(name)) {
                assertThat(described().get(name)).contains("needs no settings");
            } else {
                assertThat(options(command)).as(name).contains("--settings");
            }
        });
    }

    @Test
    void every_option_the_guide_gives_a_command_is_one_of_it() {
        described().forEach((name, row) -> {
            CommandLine command = commands().get(name);
            Matcher named = OPTION.matcher(row);
            while (command != null && named.find()) {
                assertThat(options(command)).as(name).contains(named.group());
            }
        });
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }

    @Test
    void every_setting_is_in_the_table_with_its_default_and_there_are_no_others() {
        Map<String, String> told = new TreeMap<>();
        Matcher rows = SETTING.matcher(guide);
        while (rows.find()) {
            assertThat(told.put(rows.group(1), rows.group(2) == null ? "" : rows.group(2)))
                    .as(rows.group(1) + " stands there twice")
                    .isNull();
        }
        Map<String, String> there = new TreeMap<>();
        Settings.allKeys(Zones.ALL)
                .forEach(key ->
                        there.put(key, Settings.defaults(Zones.ALL).getOrDefault(key, "").toLowerCase(Locale.ROOT)));
        Map<String, String> small = new TreeMap<>();
        told.forEach((key, value) -> small.put(key, value.toLowerCase(Locale.ROOT)));
        assertThat(small).isEqualTo(there);
    }

    @Test
    void the_launcher_knows_every_command() throws IOException {
        String launcher = Files.readString(ROOT.resolve("mica"));
        Set<String> known = new TreeSet<>();
        Main.commandLine().getSubcommands().keySet().forEach(known::add);
        String line = launcher.lines()
                .filter(one -> one.strip().startsWith("demo | "))
                .findFirst()
                .orElseThrow();
        assertThat(new TreeSet<>(List.of(line.strip().replace(")", "").split(" \\| "))))
                .isEqualTo(known);
        known.addAll(Programs.ZONES);
        assertThat(known).allSatisfy(name -> assertThat(launcher).containsPattern("(?m)^    .*\\b" + name + "\\b.*\\)"));
        assertThat(known).allSatisfy(name -> assertThat(launcher).contains("  ./mica " + name));
    }

    @Test
    void every_version_that_is_needed_is_said_alike() throws IOException {
        String launcher = Files.readString(ROOT.resolve("mica"));
        String peers = Files.readString(ROOT.resolve("bench/peers/package-lock.json"));
        Matcher node = Pattern.compile("\"node\": \">=(\\d+)").matcher(peers);
        assertThat(node.find()).isTrue();
        assertThat(launcher).contains("node_wanted_by_peers=" + node.group(1) + "\n");
        assertThat(launcher).contains("(" + node.group(1) + " for \"./mica bench notice\")");
        assertThat(guide).contains("PostgreSQL 15 to 18");
    }
}
