package mica.office.notice;

import java.time.Duration;

/**
 * How notices are sent.
 *
 * @param sessions connections to the relay at a time, of the notice lane alone
 * @param sendFor how long after its approval a notice may still be sent; who was not reached by then is counted as
 *     expired
 */
public record NoticeConfiguration(int sessions, Duration sendFor) {

    /** Eight sessions; two days, after which news of an infection is no longer news. */
    public static NoticeConfiguration usual() {
        return new NoticeConfiguration(8, Duration.ofHours(48));
    }
}
