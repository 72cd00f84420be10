package mica.office.overview;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** What a monitor asks the office: whether both databases answer, and whether it is sure of the time. */
public final class HealthPages {

    private final List<Jdbi> databases;
    private final BooleanSupplier sureOfTheTime;

    /** @param sureOfTheTime false while the clock is in doubt and so nothing is erased */
    public HealthPages(List<Jdbi> databases, BooleanSupplier sureOfTheTime) {
        this.databases = List.copyOf(databases);
        this.sureOfTheTime = sureOfTheTime;
    }

    /** {@code GET /health} */
    public void show(Context ctx) {
        boolean up = databases.stream().allMatch(HealthPages::answers);
        boolean sure = sureOfTheTime.getAsBoolean();
        String status = !up ? "down" : sure ? "up" : "clock in doubt, nothing is erased";
        ctx.status(up && sure ? 200 : 503).contentType("application/json").result("{\"status\":\"" + status + "\"}");
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
