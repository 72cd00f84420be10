package mica.office.notice;

/** Where a notice stands; how it moves is told by {@link NoticeTransitions}. */
public enum NoticeState {
    DRAFT,
    AWAITING_APPROVAL,
    SENDING,
    PAUSED,
    SENT,
    STOPPED,
    DISCARDED;

    /** Whether it can happen to a notice that stands here. */
    public boolean allows(NoticeEvent cause) {
        return NoticeTransitions.TABLE.allow(this, cause);
    }

    public boolean isUnderWay() {
        return this == SENDING || this == PAUSED;
    }

    public boolean isOver() {
        return this == SENT || this == STOPPED;
    }
}
