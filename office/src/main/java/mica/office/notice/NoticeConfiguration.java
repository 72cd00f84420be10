package mica.office.notice;

import java.time.Duration;

/**
 * How notices are sent.
 *
 * @param sessions connections to the relay at a time, of the notice lane alone
 * @param sendFor how long after its approval a notice may still be sent; who was not reached by then is counted as
 *     expired
 * @param window people a session may have under way at a time
 * @param part people who are fixed at a time; the first of them in the transaction of the approval
 * @param open people all sessions of an office together may have under way: so many may get a second copy after a crash
 */
public record NoticeConfiguration(int sessions, Duration sendFor, int window, int open, int part) {

    public NoticeConfiguration {
        if (sessions < 1 || window < 1 || open < sessions || part < 1) {
            throw new IllegalArgumentException("at least one session, one person under way for each, and one fixed");
        }
    }

    /** Eight sessions; two days, after which news of an infection is no longer news; 50 people under way a session. */
    public static NoticeConfiguration usual() {
        return new NoticeConfiguration(8, Duration.ofHours(48), 50, 400, 5_000);
    }

    public NoticeConfiguration withSessions(int count) {
        return new NoticeConfiguration(count, sendFor, window, Math.max(open, count), part);
    }

    public NoticeConfiguration withWindow(int people, int inAll) {
        return new NoticeConfiguration(sessions, sendFor, people, inAll, part);
    }

    public NoticeConfiguration withPart(int people) {
        return new NoticeConfiguration(sessions, sendFor, window, open, people);
    }

    public int windowOfSession() {
        return Math.min(window, open / sessions);
    }
}
