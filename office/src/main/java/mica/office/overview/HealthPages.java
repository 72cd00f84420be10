package mica.office.overview;

import io.javalin.http.Context;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** What a monitor asks the office: whether both databases answer. Says nothing else. */
public final class HealthPages {

    private final List<Jdbi> databases;

    public HealthPages(List<Jdbi> databases) {
        this.databases = List.copyOf(databases);
    }

    /** {@code GET /health} */
    public void show(Context ctx) {
        boolean up = databases.stream().allMatch(HealthPages::answers);
        ctx.status(up ? 200 : 503)
                .contentType("application/json")
                .result("{\"status\":\"" + (up ? "up" : "down") + "\"}");
    }

    private static boolean answers(Jdbi database) {
        try {
            return database.withHandle(handle ->
                    handle.createQuery("select 1").mapTo(Integer.class).one() == 1);
        } catch (JdbiException away) {
            return false;
        }
    }
}
