package mica.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The sentences of sheets, posters and mails, each with the functions it names, kept in {@code promises.tsv}: bundle, key,
 * the beginning of the Japanese text's SHA-256, functions ("-" for none).
 */
record Promises(List<Sentence> sentences) {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Path KEPT = ROOT.resolve("app/src/test/resources/mica/app/promises.tsv");

    record Sentence(String bundle, String key, String hash, Set<String> functions) {

        String place() {
            return bundle + "\t" + key + "\t" + hash;
        }
    }

    static Promises kept() throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        for (String line : Files.readAllLines(KEPT)) {
            String[] parts = line.split("\t");
            Set<String> functions = new TreeSet<>(List.of(parts[3].split(" ")));
            functions.remove("-");
            sentences.add(new Sentence(parts[0], parts[1], parts[2], functions));
        }
        return new Promises(sentences);
    }

    /** What the bundles say now, in the form of the kept lines without their functions. */
    static Set<String> said() throws IOException {
        Set<String> places = new TreeSet<>();
        for (Map.Entry<String, String> kept :
                Map.of("poster", "posters", "mail", "message").entrySet()) {
            String bundle = kept.getKey();
            Properties texts = new Properties();
            Path file =
                    ROOT.resolve("office/src/main/resources/mica/office/" + kept.getValue() + "/texts_ja.properties");
            try (Reader reader = Files.newBufferedReader(file)) {
                texts.load(reader);
            }
            texts.forEach((key, text) -> places.add(bundle + "\t" + key + "\t" + hash((String) text)));
        }
        return places;
    }

    /** Every Japanese text of the program by its bundle and key. */
    static Map<String, String> japanese() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (String module : List.of("web", "front", "office", "app")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/resources/mica"))) {
                for (Path file : files.filter(path -> path.endsWith("texts_ja.properties"))
                        .toList()) {
                    Properties texts = new Properties();
                    try (Reader reader = Files.newBufferedReader(file)) {
                        texts.load(reader);
                    }
                    texts.forEach((key, text) ->
                            all.put(requireNonNull(file.getParent()).getFileName() + " " + key, (String) text));
                }
            }
        }
        return all;
    }

    Set<String> functions() {
        Set<String> functions = new TreeSet<>();
        sentences.forEach(sentence -> functions.addAll(sentence.functions()));
        return functions;
    }

    private static String hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
