package mica.office.notice;

import java.util.List;

/**
 * What became of an officer's wish to move a notice on. Each verb of {@link Notices} has an answer of its own, with the
 * outcomes that it can have and no other.
 */
public sealed interface NoticeOutcome {

    sealed interface Saving extends NoticeOutcome permits Done, Stale, NotNow, Unknown {}

    sealed interface Asking extends NoticeOutcome permits Done, Stale, Blocked, NotNow, Unknown {}

    sealed interface GivingBack extends NoticeOutcome permits Done, Stale, NotNow, Unknown {}

    sealed interface Approving extends NoticeOutcome
            permits Done, Stale, OwnNotice, WithoutRole, Blocked, Nobody, NotNow, Unknown {}

    /** Of pausing, resuming, stopping and discarding. */
    sealed interface Moving extends NoticeOutcome permits Done, NotNow, Unknown {}

    sealed interface FollowingUp extends NoticeOutcome permits Done, Nobody, NotNow, Unknown {}

    sealed interface Testing extends NoticeOutcome permits Done, Blocked, Unknown {}

    record Done(Notice notice) implements Saving, Asking, GivingBack, Approving, Moving, FollowingUp, Testing {}

    /** Somebody changed it meanwhile: what the officer saw is not what is stored. */
    record Stale(Notice notice) implements Saving, Asking, GivingBack, Approving {}

    /** Who had a hand in a notice does not approve it. */
    record OwnNotice() implements Approving {}

    /** Who approves is an approver. */
    record WithoutRole() implements Approving {}

    /** The state it is in by now does not allow it. */
    record NotNow(NoticeState state) implements Saving, Asking, GivingBack, Approving, Moving, FollowingUp {}

    /** The checks forbid it. */
    record Blocked(List<Finding> findings) implements Asking, Approving, Testing {}

    /** Nobody is left to send it to. */
    record Nobody() implements Approving, FollowingUp {}

    record Unknown() implements Saving, Asking, GivingBack, Approving, Moving, FollowingUp, Testing {}
}
