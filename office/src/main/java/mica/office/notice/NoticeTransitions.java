package mica.office.notice;

import static mica.exchange.state.Transitions.step;
import static mica.office.notice.NoticeState.AWAITING_APPROVAL;
import static mica.office.notice.NoticeState.DISCARDED;
import static mica.office.notice.NoticeState.DRAFT;
import static mica.office.notice.NoticeState.PAUSED;
import static mica.office.notice.NoticeState.SENDING;
import static mica.office.notice.NoticeState.SENT;
import static mica.office.notice.NoticeState.STOPPED;

import mica.exchange.state.Transitions;

/** What can happen to a notice, by the words of its history. A trigger of the database holds the same pairs. */
final class NoticeTransitions {

    static final Transitions<NoticeState, NoticeEvent> TABLE = Transitions.of(
            step(DRAFT, NoticeEvent.CHANGED, DRAFT),
            step(DRAFT, NoticeEvent.ASKED, AWAITING_APPROVAL),
            step(DRAFT, NoticeEvent.DISCARDED, DISCARDED),
            step(AWAITING_APPROVAL, NoticeEvent.CHANGED, DRAFT),
            step(AWAITING_APPROVAL, NoticeEvent.RETURNED, DRAFT),
            step(AWAITING_APPROVAL, NoticeEvent.APPROVED, SENDING),
            step(SENDING, NoticeEvent.PAUSED, PAUSED),
            step(SENDING, NoticeEvent.STOPPED, STOPPED),
            step(SENDING, NoticeEvent.SENT, SENT),
            step(PAUSED, NoticeEvent.RESUMED, SENDING),
            step(PAUSED, NoticeEvent.STOPPED, STOPPED));

    private NoticeTransitions() {}
}
