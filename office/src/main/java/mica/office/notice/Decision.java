package mica.office.notice;

import java.util.List;

/** What became of an officer's wish to move a notice on. */
public sealed interface Decision {

    record Done(Notice notice) implements Decision {}

    /** Somebody changed it meanwhile: what the officer saw is not what is stored. */
    record Stale(Notice notice) implements Decision {}

    /** Who had a hand in a notice does not approve it. */
    record OwnNotice() implements Decision {}

    /** The state it is in by now does not allow it. */
    record NotNow(NoticeState state) implements Decision {}

    /** The checks forbid asking for approval. */
    record Blocked(List<Finding> findings) implements Decision {}

    /** Nobody is left to send it to. */
    record Nobody() implements Decision {}

    record Unknown() implements Decision {}
}
