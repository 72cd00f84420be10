package mica.bench.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.rehearsal.machine.BenchPostgres;

/**
 * PostgreSQL's own load generator, inserting the same row into the same table: one prepared insert and one commit a row,
 * over TCP like the front, as the table's owner.
 */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern DONE = Pattern.compile("number of transactions actually processed: ([0-9]+)");

    private final Path program;
    private final BenchPostgres postgres;
    private final Path script;
    private final String row;

    /** @param row PostgreSQL's hexadecimal form of the row to insert */
    Pgbench(Path program, BenchPostgres postgres, Path folder, String row) throws IOException {
        this.program = program;
        this.postgres = postgres;
        this.script = Files.writeString(
                folder.resolve("insert.sql"), "insert into mailbox.envelope (bytes) values (:row);\n");
        this.row = row;
    }

    /** @throws IOException in one clear line when there is none */
    static Path find() throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            candidates.add(Path.of(folder, "pgbench"));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
                versions.forEach(version -> candidates.add(version.resolve("bin/pgbench")));
            }
        }
        return candidates.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("pgbench is missing: install it (Debian: apt-get install postgresql-contrib)"));
    }

    IntakeBench.Counted run(int clients, int threads, Duration period) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=" + Math.min(threads, clients),
                        "--time=" + period.toSeconds(),
                        "--file=" + script,
                        "--define=row=" + row,
                        "--host=127.0.0.1",
                        "--port=" + postgres.port(),
                        "--username=" + BenchPostgres.OFFICE_ROLE,
                        "exchange")
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", BenchPostgres.PASSWORD);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pgbench failed: " + said);
        }
        return new IntakeBench.Counted(number(RATE, said), (long) number(DONE, said));
    }

    private static double number(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("pgbench said nothing of " + pattern.pattern() + ": " + said);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
