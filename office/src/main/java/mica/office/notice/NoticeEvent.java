package mica.office.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a notice's history.
 *
 * @param officerName empty when it happened by itself
 * @param word what the officer said to it; may be empty
 * @param content what was asked for or returned, in its canonical form
 */
public record NoticeEvent(
        Instant at,
        What what,
        String officerName,
        String word,
        @Nullable String content) {

    public enum What {
        OPENED,
        CHANGED,
        TESTED,
        ASKED,
        RETURNED,
        APPROVED,
        PAUSED,
        RESUMED,
        STOPPED,
        SENT,
        DISCARDED
    }
}
