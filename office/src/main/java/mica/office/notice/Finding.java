package mica.office.notice;

import java.util.List;

/**
 * FindingKind the machine noticed in a draft.
 *
 * @param blocks whether approval cannot be asked for before it is put right
 * @param arguments for the text {@code notice.check.<what>}
 */
public record Finding(FindingKind what, boolean blocks, List<Object> arguments) {

    public enum FindingKind {
        PLACE_MISSING,
        PERIOD_MISSING,
        SUBJECT_MISSING,
        BODY_MISSING,
        PLACEHOLDER,
        MAIL_ADDRESS,
        FOREIGN_LINK,
        FOREIGN_PHONE,
        NO_PHONE,
        KEYS_MISSING,
        NOBODY,
        UNUSUALLY_MANY,
        LONG
    }

    public static Finding blocking(FindingKind what, Object... arguments) {
        return new Finding(what, true, List.of(arguments));
    }

    public static Finding warning(FindingKind what, Object... arguments) {
        return new Finding(what, false, List.of(arguments));
    }
}
