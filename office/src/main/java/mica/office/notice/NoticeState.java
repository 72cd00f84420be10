package mica.office.notice;

/** Where a notice stands; how it moves is told by {@link NoticeTransitions}. */
enum NoticeState {
    DRAFT,
    AWAITING_APPROVAL,
    SENDING,
    PAUSED,
    SENT,
    STOPPED,
    DISCARDED;

    boolean isUnderWay() {
        return this == SENDING || this == PAUSED;
    }

    boolean isOver() {
        return this == SENT || this == STOPPED;
    }
}
