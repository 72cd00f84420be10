package mica.office.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import mica.office.TriedStates;
import mica.office.imports.ImportStore.PostersState;
import mica.office.imports.ImportStore.State;
import mica.office.imports.ImportStore.StoredImport;
import mica.office.imports.ImportTransitions.Cause;
import mica.office.imports.ImportTransitions.Printing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportTransitionsTest {

    private static final byte[] FILE = "店名,住所\n店,福井市1-1\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-01T03:00:00Z");

    private final TriedStates tried = new TriedStates();
    private final ImportStore store = new ImportStore(tried.office.jdbi());
    private final UUID id = UUID.randomUUID();
    private final ImportMapping mapping =
            ImportMapping.guess(((CsvTable.Outcome.Read) CsvTable.read(FILE)).table(), "restaurant");

    @BeforeEach
    void upload() {
        store.add(id, "venues.csv", FILE, tried.author, NOW);
        store.setMapping(id, mapping);
    }

    @AfterEach
    void close() {
        tried.close();
    }

    @Test
    void the_database_lets_an_import_go_where_the_table_says_and_nowhere_else() {
        tried.areThoseOf(ImportTransitions.LINES, "venue_import", State.values(), state -> "lines_done = 0");
    }

    @Test
    void the_database_lets_posters_go_where_the_table_says_and_nowhere_else() {
        tried.areThoseOf(
                ImportTransitions.POSTERS,
                "venue_import",
                "posters_state",
                PostersState.values(),
                state -> "posters_done = 0");
    }

    @Test
    void an_import_goes_where_the_table_says_and_nowhere_else() {
        for (State from : State.values()) {
            for (Cause cause : Cause.values()) {
                StoredImport found = put(from, PostersState.NONE);
                boolean allowed = ImportTransitions.LINES.allow(from, cause);
                switch (cause) {
                    case MAPPED -> store.setMapping(id, mapping);
                    case STARTED -> ifAllowed(allowed, () -> store.start(found, true, 2));
                    case WENT_ON ->
                        assertThat(tried.office
                                        .jdbi()
                                        .<Boolean, RuntimeException>inTransaction(
                                                tx -> store.advance(tx, id, 1, 1, NOW)))
                                .as("%s in %s", cause, from)
                                .isEqualTo(allowed);
                    case FINISHED -> ifAllowed(allowed, () -> store.finish(found, NOW));
                }
                assertThat(now().state())
                        .as("%s in %s", cause, from)
                        .isEqualTo(allowed ? ImportTransitions.LINES.next(from, cause) : from);
            }
        }
    }

    @Test
    void what_is_no_longer_as_it_was_found_goes_nowhere() {
        StoredImport uploaded = put(State.UPLOADED, PostersState.NONE);
        put(State.DONE, PostersState.NONE);
        assertThat(store.start(uploaded, true, 2)).isFalse();

        StoredImport running = put(State.RUNNING, PostersState.NONE);
        put(State.UPLOADED, PostersState.NONE);
        store.finish(running, NOW);

        assertThat(now().state()).isEqualTo(State.UPLOADED);

        StoredImport unprinted = put(State.DONE, PostersState.NONE);
        StoredImport printing = put(State.DONE, PostersState.PRINTING);
        assertThat(store.startPosters(unprinted, 2)).isFalse();
        put(State.DONE, PostersState.READY);
        store.finishPosters(printing, Printing.FAILED);

        assertThat(now().postersState()).isEqualTo(PostersState.READY);
    }

    @Test
    void posters_go_where_the_table_says_and_nowhere_else() {
        for (PostersState from : PostersState.values()) {
            for (Printing cause : Printing.values()) {
                StoredImport found = put(State.DONE, from);
                boolean allowed = ImportTransitions.POSTERS.allow(from, cause);
                switch (cause) {
                    case ASKED -> ifAllowed(allowed, () -> store.startPosters(found, 2));
                    case PRINTED, FAILED -> ifAllowed(allowed, () -> store.finishPosters(found, cause));
                }
                assertThat(now().postersState())
                        .as("%s in %s", cause, from)
                        .isEqualTo(allowed ? ImportTransitions.POSTERS.next(from, cause) : from);
            }
        }
    }

    private static void ifAllowed(boolean allowed, Runnable step) {
        if (allowed) {
            step.run();
        } else {
            assertThatIllegalStateException().isThrownBy(step::run).withMessageContaining("does not happen in");
        }
    }

    private StoredImport put(State state, PostersState posters) {
        tried.office
                .jdbi()
                .useHandle(handle -> TriedStates.put(
                        handle,
                        "venue_import",
                        "state",
                        state.name(),
                        "posters_state = '" + posters + "', content = '', lines_done = 1, lines_total = "
                                + (state == State.RUNNING ? 1 : 0)));
        return now();
    }

    private StoredImport now() {
        return store.find(id).orElseThrow();
    }
}
