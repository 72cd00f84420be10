package mica.office.notice;

import static mica.office.notice.NoticeState.AWAITING_APPROVAL;
import static mica.office.notice.NoticeState.DISCARDED;
import static mica.office.notice.NoticeState.DRAFT;
import static mica.office.notice.NoticeState.PAUSED;
import static mica.office.notice.NoticeState.SENDING;
import static mica.office.notice.NoticeState.SENT;
import static mica.office.notice.NoticeState.STOPPED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Every step a notice can take. The database enforces the same table. */
final class NoticeTransitions {

    private static final Map<NoticeState, Set<NoticeState>> TABLE = new EnumMap<>(Map.of(
            DRAFT, Set.of(AWAITING_APPROVAL, DISCARDED),
            AWAITING_APPROVAL, Set.of(DRAFT, SENDING),
            SENDING, Set.of(PAUSED, SENT, STOPPED),
            PAUSED, Set.of(SENDING, STOPPED),
            SENT, Set.of(),
            STOPPED, Set.of(),
            DISCARDED, Set.of()));

    private NoticeTransitions() {}

    static boolean allow(NoticeState from, NoticeState to) {
        return TABLE.getOrDefault(from, Set.of()).contains(to);
    }
}
