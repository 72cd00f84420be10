package mica.exchange.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Compares the migrations a database has with those of this program. */
final class SchemaVersions {

    private static final Pattern NUMBER = Pattern.compile("(?:.*/)?V(\\d+)__[^/]*\\.sql");

    private static final String APPLIED = """
        select cast(version as int) from public.flyway_schema_history where success and version ~ '^[0-9]+$'
        """;

    private SchemaVersions() {}

    /** The numbers of the migrations in a folder of the class path. */
    static NavigableSet<Integer> ofProgram(String folder) {
        URL place = SchemaVersions.class.getResource("/migrations/" + folder);
        if (place == null) {
            throw new IllegalStateException("no migrations of " + folder + " are on the class path");
        }
        try {
            if (place.openConnection() instanceof JarURLConnection jar) {
                String within = "migrations/" + folder + "/";
                return numbers(jar.getJarFile().stream()
                        .map(java.util.zip.ZipEntry::getName)
                        .filter(name -> name.startsWith(within)));
            }
            try (Stream<Path> files = Files.list(Path.of(new URI(place.toString())))) {
                return numbers(files.map(Path::toString));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static NavigableSet<Integer> numbers(Stream<String> names) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        names.map(NUMBER::matcher)
                .filter(Matcher::matches)
                .forEach(name -> numbers.add(Integer.valueOf(name.group(1))));
        return numbers;
    }

    /** As the owner, who sees which migrations ran. @throws UnfitDatabaseException when they are not this program's */
    static void require(Jdbi database, String name, String folder) {
        NavigableSet<Integer> applied = applied(database, name);
        NavigableSet<Integer> wanted = ofProgram(folder);
        if (applied.isEmpty()) {
            throw new UnfitDatabaseException("the " + name + " database is empty; run mica migrate");
        }
        requireKnown(name, applied, wanted);
        if (!applied.containsAll(wanted)) {
            throw new UnfitDatabaseException("the " + name + " database is of an older version (" + applied.last()
                    + ") than this program (" + wanted.last() + "); back it up and run mica migrate");
        }
    }

    /** As above, of a database that is about to be brought up to date. */
    static void requireNoNewer(Jdbi database, String name, String folder) {
        requireKnown(name, applied(database, name), ofProgram(folder));
    }

    private static void requireKnown(String name, NavigableSet<Integer> applied, NavigableSet<Integer> wanted) {
        if (!wanted.containsAll(applied)) {
            throw new UnfitDatabaseException("the " + name + " database is of a newer version (" + applied.last()
                    + ") than this program (" + wanted.last() + "); start the newer program");
        }
    }

    private static NavigableSet<Integer> applied(Jdbi database, String name) {
        try {
            return database.withHandle(handle -> {
                boolean empty = handle.createQuery("select to_regclass('public.flyway_schema_history') is null")
                        .mapTo(Boolean.class)
                        .one();
                return empty
                        ? new TreeSet<>()
                        : new TreeSet<>(
                                handle.createQuery(APPLIED).mapTo(Integer.class).list());
            });
        } catch (JdbiException refused) {
            throw unreadable(name, refused);
        }
    }

    /** As the front, who sees the newest number, and from which on a front can go on with it. @throws UnfitDatabaseException as above */
    static void requirePublished(Jdbi exchange) {
        int newest;
        int frontsFrom;
        try {
            int[] published = exchange.withHandle(
                    handle -> handle.createQuery("select version, fronts_from from directory.schema_version")
                            .map((row, context) -> new int[] {row.getInt("version"), row.getInt("fronts_from")})
                            .one());
            newest = published[0];
            frontsFrom = published[1];
        } catch (JdbiException refused) {
            throw switch (state(refused)) {
                // There is no such view, none with all of this, no such schema, or none that the front may see yet.
                case "42P01", "42703", "3F000", "42501" -> olderExchange();
                default -> refused;
            };
        }
        int wanted = ofProgram("exchange").last();
        if (newest < wanted) {
            throw olderExchange();
        }
        // Records say their versions, and what is added here an older front does not ask for.
        if (frontsFrom > wanted) {
            throw new UnfitDatabaseException("the exchange database is of a newer version (" + newest
                    + ") than this front (" + wanted + "); start the newer program");
        }
    }

    private static UnfitDatabaseException olderExchange() {
        return new UnfitDatabaseException("the exchange database is empty or of an older version than this program; run"
                + " mica migrate of this version where the office is");
    }

    private static RuntimeException unreadable(String name, JdbiException refused) {
        return state(refused).equals("42501")
                ? new UnfitDatabaseException("the role in the settings may not read the " + name
                        + " database's own tables: it is not their owner, or its rights were taken; run mica migrate as"
                        + " the owner, which gives an owner its rights back")
                : refused;
    }

    private static String state(JdbiException refused) {
        return refused.getCause() instanceof java.sql.SQLException cause ? String.valueOf(cause.getSQLState()) : "";
    }
}
