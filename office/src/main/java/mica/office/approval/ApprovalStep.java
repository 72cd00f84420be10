package mica.office.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of the history of something that needs two officers.
 *
 * @param officerName empty when it happened by itself
 * @param word what the officer said to it; may be empty
 * @param content what was asked for, returned or decided on, in its canonical form
 */
public record ApprovalStep<D extends Enum<D> & Deed>(
        Instant at,
        D what,
        String officerName,
        String word,
        @Nullable String content) {}
