package mica.exchange.database;

import java.util.List;

/** A database role that may do more than it should; the message is one line that says what, and how to end it. */
public final class ExcessRightsException extends RuntimeException {

    private static final int NAMED = 4;

    /** @param excess as {@link FrontRights#excess} answered */
    public ExcessRightsException(String role, List<String> excess) {
        super(excess.stream()
                .filter(FrontRights.RULING::contains)
                .findFirst()
                .map(ruling -> ruler(role, ruling))
                .orElseGet(() -> narrowed(role, excess)));
    }

    /** What narrows the front's role would take such a one's own rights. */
    private static String ruler(String role, String ruling) {
        return "the role " + role + " is not the front's, it may do everything: " + ruling
                + "; set front.exchange.user to the front's own role, as in office.front-role, and its password beside"
                + " it";
    }

    private static String narrowed(String role, List<String> excess) {
        return "the role " + role + " may do more than put and read the directory: "
                + String.join(", ", excess.subList(0, Math.min(NAMED, excess.size())))
                + (excess.size() > NAMED ? " and " + (excess.size() - NAMED) + " more" : "")
                + "; revoke it, as a superuser in the exchange database: mica rights --front-role " + role
                + " | psql exchange";
    }
}
