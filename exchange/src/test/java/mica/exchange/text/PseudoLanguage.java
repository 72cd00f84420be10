package mica.exchange.text;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Adds a language to every test run, as anybody would add one: a line in a list, and a bundle beside each of the others. Its
 * bundles are the English ones with an accent on every vowel, which stands twice, so that what does not come from a bundle
 * is seen to be missing, and what has room for English only overflows.
 */
public final class PseudoLanguage implements LauncherSessionListener {

    public static final String TAG = "en-XA";

    private static final Path ROOT = Path.of(System.getProperty("mica.root", "."));
    private static final String PLAIN = "aeiouAEIOU";
    private static final String ACCENTED = "àéïöüÀÉÏÖÜ";

    /** What is not for people to read: places of arguments, names in braces, addresses and entities. */
    private static final Pattern KEPT =
            Pattern.compile("\\{\\d,plural,|\\b(?:one|other)\\{|\\{[\\w.,-]+}|https?://\\S+|\\bmica(?:"
                    + " [a-z]+){1,2}\\b|&[a-z]+;|\\bQR\\b|\\bPDF\\b");

    /** Words in a text of this language that are in no bundle of it: letters of other scripts, and vowels without accents. */
    private static final Pattern FOREIGN =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]+|\\b\\p{L}*[" + PLAIN + "]\\p{L}*\\b");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Path classes = testClasses().orElse(null);
        if (classes == null) {
            return;
        }
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path resources = module.resolve("src/main/resources");
                if (Files.isDirectory(resources)) {
                    bundles(resources).forEach(bundle -> write(bundle, classes.resolve(resources.relativize(bundle))));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The folder of the class path that belongs to the module whose tests run; a process that only looks for them has none. */
    private static Optional<Path> testClasses() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.endsWith("target/test-classes") && Files.isDirectory(entry))
                .findFirst();
    }

    private static List<Path> bundles(Path resources) throws IOException {
        try (Stream<Path> files = Files.walk(resources)) {
            return files.filter(file -> file.endsWith("texts_en.properties")).toList();
        }
    }

    private static void write(Path english, Path place) {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(english)) {
            texts.load(reader);
            texts.replaceAll((key, text) -> of((String) key, (String) text));
            StringWriter written = new StringWriter();
            texts.store(written, null);
            Files.createDirectories(place.getParent());
            // Another run of tests may read it at this moment.
            Path made = Files.createTempFile(place.getParent(), "pseudo", ".properties");
            Files.writeString(made, written.toString());
            Files.move(
                    made,
                    place.resolveSibling("texts_" + TAG + ".properties"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String of(String key, String text) {
        if (key.startsWith("moment.")) {
            // By the data of Unicode: nobody wrote a pattern.
            return key.equals("moment.dateTime") ? "yMMMEd+Hm" : key.equals("moment.date") ? "yMMMEd" : "yMMMd";
        }
        if (key.equals("lang")) {
            return TAG;
        }
        return of(text);
    }

    /** A text as this language has it. */
    public static String of(String text) {
        StringBuilder pseudo = new StringBuilder();
        Matcher kept = KEPT.matcher(text);
        int from = 0;
        while (kept.find()) {
            accented(text.substring(from, kept.start()), pseudo);
            pseudo.append(kept.group());
            from = kept.end();
        }
        accented(text.substring(from), pseudo);
        return pseudo.toString();
    }

    private static void accented(String text, StringBuilder pseudo) {
        text.chars().forEach(letter -> {
            int vowel = PLAIN.indexOf(letter);
            if (vowel < 0) {
                pseudo.append((char) letter);
            } else {
                char accented = ACCENTED.charAt(vowel);
                pseudo.append(accented).append(Character.toLowerCase(accented));
            }
        });
    }

    /** A service that offers this language after those of the program, with its own words in it, too. */
    public static ServiceFacts offeredBy(ServiceFacts service) {
        return new ServiceFacts(
                service.state(),
                spoken(service.name()),
                spoken(service.authority()),
                spoken(service.department()),
                new Disease(
                        spoken(service.disease().name()),
                        service.disease().retentionDays(),
                        service.disease().legalMaximumDays(),
                        spoken(service.disease().source()),
                        service.disease().longestHoldDays()),
                service.phone(),
                service.email(),
                spoken(service.hours()),
                service.publicUrl(),
                service.timeZone(),
                service.sectors().stream()
                        .map(sector -> new ServiceFacts.Sector(
                                sector.code(), spoken(sector.name()), sector.eligible(), spoken(sector.rule())))
                        .toList(),
                service.municipalities(),
                service.opensOn(),
                service.demo(),
                service.partners(),
                TestLanguages.ALL.stream().map(Language::tag).toList());
    }

    private static Map<String, String> spoken(Map<String, String> texts) {
        Map<String, String> spoken = new HashMap<>(texts);
        spoken.put(TAG, texts.containsKey("en") ? of(texts.get("en")) : texts.isEmpty() ? "" : of("as we said"));
        return spoken;
    }

    /** The words of a text that this language does not have, sorted; data and names are for the caller to leave out. */
    public static Set<String> foreign(String text) {
        Set<String> words = new TreeSet<>();
        FOREIGN.matcher(text).results().map(MatchResult::group).forEach(words::add);
        return words;
    }
}
