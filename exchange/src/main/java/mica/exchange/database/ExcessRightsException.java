package mica.exchange.database;

import java.util.List;

/** A database role that may do more than it should; the message is one line that says what, and how to end it. */
public final class ExcessRightsException extends RuntimeException {

    private static final int NAMED = 4;

    /** @param excess as {@link FrontRights#excess} answered */
    public ExcessRightsException(String role, List<String> excess) {
        super("the role " + role + " may do more than put and read the directory: "
                + String.join(", ", excess.subList(0, Math.min(NAMED, excess.size())))
                + (excess.size() > NAMED ? " and " + (excess.size() - NAMED) + " more" : "")
                + "; revoke it, as a superuser in the exchange database: mica rights --front-role " + role + " | psql");
    }
}
