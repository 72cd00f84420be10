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
import mica.office.notice.NoticeEvent;

/** What can happen to a notice, by the words of its history. A trigger of the database holds the same pairs. */
final class NoticeTransitions {

    static final Transitions<NoticeState, What> TABLE = Transitions.of(
            step(DRAFT, What.CHANGED, DRAFT),
            step(DRAFT, What.ASKED, AWAITING_APPROVAL),
            step(DRAFT, What.DISCARDED, DISCARDED),
            step(AWAITING_APPROVAL, What.CHANGED, DRAFT),
            step(AWAITING_APPROVAL, What.RETURNED, DRAFT),
            step(AWAITING_APPROVAL, What.APPROVED, SENDING),
            step(SENDING, What.PAUSED, PAUSED),
            step(SENDING, What.STOPPED, STOPPED),
            step(SENDING, What.SENT, SENT),
            step(PAUSED, What.RESUMED, SENDING),
            step(PAUSED, What.STOPPED, STOPPED));

    private NoticeTransitions() {}
}
