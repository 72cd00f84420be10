package mica.office.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.database.Json;
import mica.exchange.venue.VenueCode;
import mica.office.imports.ImportTransitions.Cause;
import mica.office.imports.ImportTransitions.Printing;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Owns the imports and the outcome of each of their lines. Threads may share it. */
final class ImportStore {

    private static final String COLUMNS = "id, file_name, mapping, import_right_ones, state, lines_total, lines_done,"
            + " posters_state, posters_done, posters_total, created_by, created_at, finished_at";
    /** How long a worker may be silent before another one takes over. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Jdbi office;

    ImportStore(Jdbi office) {
        this.office = office;
    }

    /** Where an import stands. */
    enum State {
        UPLOADED,
        RUNNING,
        DONE
    }

    /** Where the posters of an import stand. */
    enum PostersState {
        NONE,
        PRINTING,
        READY,
        FAILED
    }

    /** An import without its file. */
    record StoredImport(
            UUID id,
            String fileName,
            @Nullable ImportMapping mapping,
            boolean rightOnes,
            State state,
            int linesTotal,
            int linesDone,
            PostersState postersState,
            int postersDone,
            int postersTotal,
            UUID createdBy,
            Instant createdAt) {}

    /** What became of a line. */
    record DoneLine(
            int line,
            String name,
            String outcome,
            List<ImportLine.Problem> problems,
            @Nullable VenueCode venue) {

        /** A line that could not be registered. Without its name, which may be what was refused. */
        static DoneLine refused(int line) {
            return new DoneLine(
                    line,
                    "",
                    ImportLine.Verdict.WRONG.name(),
                    List.of(new ImportLine.Problem("name", "import.problem.refused", List.of())),
                    null);
        }
    }

    private static final RowMapper<StoredImport> IMPORT = (row, context) -> new StoredImport(
            row.getObject("id", UUID.class),
            row.getString("file_name"),
            row.getString("mapping") == null ? null : Json.read(row.getString("mapping"), ImportMapping.class),
            row.getBoolean("import_right_ones"),
            State.valueOf(row.getString("state")),
            row.getInt("lines_total"),
            row.getInt("lines_done"),
            PostersState.valueOf(row.getString("posters_state")),
            row.getInt("posters_done"),
            row.getInt("posters_total"),
            row.getObject("created_by", UUID.class),
            row.getTimestamp("created_at").toInstant());

    void add(UUID id, String fileName, byte[] content, UUID officer, Instant now) {
        office.useHandle(handle -> handle.createUpdate("""
                        insert into venue_import (id, file_name, content, state, created_by, created_at)
                        values (:id, :name, :content, 'UPLOADED', :officer, :now)
                        """)
                .bind("id", id)
                .bind("name", fileName)
                .bind("content", content)
                .bind("officer", officer)
                .bind("now", now)
                .execute());
    }

    Optional<StoredImport> find(UUID id) {
        return office.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from venue_import where id = :id")
                .bind("id", id)
                .map(IMPORT)
                .findOne());
    }

    List<StoredImport> latest(int limit) {
        return office.withHandle(handle -> handle.createQuery(
                        "select " + COLUMNS + " from venue_import order by created_at desc, id limit :limit")
                .bind("limit", limit)
                .map(IMPORT)
                .list());
    }

    /** The file; empty once the import is done. */
    Optional<byte[]> content(UUID id) {
        return office.withHandle(handle -> handle.createQuery("select content from venue_import where id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
    }

    void setMapping(UUID id, ImportMapping mapping) {
        office.useHandle(handle -> handle.createUpdate("""
                        update venue_import set mapping = cast(:mapping as jsonb) where id = :id and state = any(:from)
                        """)
                .bind("mapping", Json.write(mapping))
                .bindArray("from", String.class, names(ImportTransitions.LINES.before(Cause.MAPPED)))
                .bind("id", id)
                .execute());
    }

    /** False when it was started before. @param found an import that can be started */
    boolean start(StoredImport found, boolean rightOnes, int lines) {
        return office.withHandle(handle -> handle.createUpdate("""
                                update venue_import set state = :to, import_right_ones = :rightOnes, lines_total = :lines
                                where id = :id and state = :from and mapping is not null
                                """)
                        .bind("from", found.state().name())
                        .bind(
                                "to",
                                ImportTransitions.LINES
                                        .next(found.state(), Cause.STARTED)
                                        .name())
                        .bind("rightOnes", rightOnes)
                        .bind("lines", lines)
                        .bind("id", found.id())
                        .execute())
                == 1;
    }

    private static Object[] names(Set<? extends Enum<?>> states) {
        return states.stream().map(Enum::name).toArray();
    }

    /** Takes an import that runs or prints and that nobody is working at. */
    Optional<StoredImport> claim(Instant now) {
        return office.withHandle(handle -> handle.createQuery("""
                        update venue_import set leased_until = :until
                        where id = (select id from venue_import
                                    where (state = 'RUNNING' or posters_state = 'PRINTING')
                                      and (leased_until is null or leased_until < :now or leased_until > :wrong)
                                    order by created_at limit 1 for update skip locked)
                        returning """ + " " + COLUMNS)
                .bind("until", now.plus(LEASE))
                .bind("now", now)
                // Longer than any lease: a clock was wrong when it was given.
                .bind("wrong", now.plus(LEASE.multipliedBy(2)))
                .map(IMPORT)
                .findOne());
    }

    void release(UUID id) {
        office.useHandle(handle -> handle.createUpdate("update venue_import set leased_until = null where id = :id")
                .bind("id", id)
                .execute());
    }

    /** Takes the next lines; false when another worker took them before. */
    boolean advance(Handle tx, UUID id, int from, int lines, Instant now) {
        return tx.createUpdate("""
                        update venue_import set lines_done = :to, leased_until = :until
                        where id = :id and state = any(:states) and lines_done = :from
                        """)
                        .bindArray("states", String.class, names(ImportTransitions.LINES.before(Cause.WENT_ON)))
                        .bind("to", from + lines)
                        .bind("from", from)
                        .bind("until", now.plus(LEASE))
                        .bind("id", id)
                        .execute()
                == 1;
    }

    void addLines(Handle tx, UUID id, List<DoneLine> lines) {
        PreparedBatch batch = tx.prepareBatch("""
                insert into venue_import_line (import_id, line, name, outcome, problems, venue_code)
                values (:id, :line, :name, :outcome, cast(:problems as jsonb), :venue)
                """);
        for (DoneLine line : lines) {
            batch.bind("id", id)
                    .bind("line", line.line())
                    .bind("name", line.name())
                    .bind("outcome", line.outcome())
                    .bind("problems", Json.write(line.problems()))
                    .bind("venue", line.venue() == null ? null : line.venue().value())
                    .add();
        }
        batch.execute();
    }

    /** The file is not needed any more and goes. @param found an import that runs */
    void finish(StoredImport found, Instant now) {
        office.useHandle(handle -> handle.createUpdate("""
                        update venue_import set state = :to, finished_at = :now, content = null, leased_until = null
                        where id = :id and state = :from and lines_done = lines_total
                        """)
                .bind("from", found.state().name())
                .bind(
                        "to",
                        ImportTransitions.LINES
                                .next(found.state(), Cause.FINISHED)
                                .name())
                .bind("now", now)
                .bind("id", found.id())
                .execute());
    }

    List<DoneLine> lines(UUID id) {
        return office.withHandle(handle -> handle.createQuery("""
                        select line, name, outcome, problems, venue_code from venue_import_line
                        where import_id = :id order by line
                        """)
                .bind("id", id)
                .map((row, context) -> new DoneLine(
                        row.getInt("line"),
                        row.getString("name"),
                        row.getString("outcome"),
                        List.of(Json.read(row.getString("problems"), ImportLine.Problem[].class)),
                        row.getString("venue_code") == null ? null : new VenueCode(row.getString("venue_code"))))
                .list());
    }

    /** False when somebody else asked meanwhile. @param found an import that is done, with no posters being printed */
    boolean startPosters(StoredImport found, int total) {
        return office.withHandle(handle -> handle.createUpdate("""
                                update venue_import set posters_state = :to, posters_done = 0, posters_total = :total
                                where id = :id and state = :state and posters_state = :from
                                """)
                        .bind("state", found.state().name())
                        .bind("from", found.postersState().name())
                        .bind(
                                "to",
                                ImportTransitions.POSTERS
                                        .next(found.postersState(), Printing.ASKED)
                                        .name())
                        .bind("total", total)
                        .bind("id", found.id())
                        .execute())
                == 1;
    }

    void advancePosters(UUID id, int done, Instant now) {
        office.useHandle(handle -> handle.createUpdate(
                        "update venue_import set posters_done = :done, leased_until = :until where id = :id")
                .bind("done", done)
                .bind("until", now.plus(LEASE))
                .bind("id", id)
                .execute());
    }

    /** @param found an import whose posters are being printed */
    void finishPosters(StoredImport found, Printing end) {
        office.useHandle(handle -> handle.createUpdate("""
                        update venue_import set posters_state = :to, leased_until = null
                        where id = :id and posters_state = :from
                        """)
                .bind("from", found.postersState().name())
                .bind(
                        "to",
                        ImportTransitions.POSTERS
                                .next(found.postersState(), end)
                                .name())
                .bind("id", found.id())
                .execute());
    }
}
