package mica.office.imports;

import static mica.exchange.state.Transitions.step;
import static mica.office.imports.ImportStore.PostersState.NONE;
import static mica.office.imports.ImportStore.PostersState.PRINTING;
import static mica.office.imports.ImportStore.PostersState.READY;
import static mica.office.imports.ImportStore.State.DONE;
import static mica.office.imports.ImportStore.State.RUNNING;
import static mica.office.imports.ImportStore.State.UPLOADED;

import mica.exchange.state.Transitions;
import mica.office.imports.ImportStore.PostersState;
import mica.office.imports.ImportStore.State;

/** What can happen to an import, and to the posters of its venues. */
final class ImportTransitions {

    enum Cause {
        /** Told how its file is to be read. */
        MAPPED,
        STARTED,
        /** Some more of its lines are registered. */
        WENT_ON,
        FINISHED
    }

    static final Transitions<State, Cause> LINES = Transitions.of(
            step(UPLOADED, Cause.MAPPED, UPLOADED),
            step(UPLOADED, Cause.STARTED, RUNNING),
            step(RUNNING, Cause.WENT_ON, RUNNING),
            step(RUNNING, Cause.FINISHED, DONE));

    enum Printing {
        ASKED,
        PRINTED,
        FAILED
    }

    static final Transitions<PostersState, Printing> POSTERS = Transitions.of(
            step(NONE, Printing.ASKED, PRINTING),
            step(PRINTING, Printing.PRINTED, READY),
            step(PRINTING, Printing.FAILED, PostersState.FAILED),
            step(READY, Printing.ASKED, PRINTING),
            step(PostersState.FAILED, Printing.ASKED, PRINTING));

    private ImportTransitions() {}
}
