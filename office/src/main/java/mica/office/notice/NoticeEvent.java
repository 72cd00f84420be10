package mica.office.notice;

import mica.office.approval.Deed;

/** What can be done about a notice: the words of its history. */
public enum NoticeEvent implements Deed {
    OPENED(Bearing.HAND),
    CHANGED(Bearing.HAND),
    TESTED(Bearing.NONE),
    ASKED(Bearing.HAND),
    RETURNED(Bearing.NONE),
    APPROVED(Bearing.DECISION),
    PAUSED(Bearing.NONE),
    RESUMED(Bearing.NONE),
    STOPPED(Bearing.NONE),
    SENT(Bearing.NONE),
    DISCARDED(Bearing.NONE);

    private final Bearing bearing;

    NoticeEvent(Bearing bearing) {
        this.bearing = bearing;
    }

    @Override
    public Bearing bearing() {
        return bearing;
    }
}
