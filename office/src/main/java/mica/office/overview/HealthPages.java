package mica.office.overview;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mica.exchange.database.Json;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** What a monitor asks the office: whether both databases answer, and how parts of it are. */
public final class HealthPages {

    private final List<Jdbi> databases;
    private final Map<String, Supplier<String>> parts;

    /** @param parts what each says of itself in a word; none of them takes the office out of service */
    public HealthPages(List<Jdbi> databases, Map<String, Supplier<String>> parts) {
        this.databases = List.copyOf(databases);
        this.parts = new LinkedHashMap<>(parts);
    }

    /** {@code GET /health} */
    public void show(Context ctx) {
        boolean up = databases.stream().allMatch(HealthPages::answers);
        Map<String, String> said = new LinkedHashMap<>();
        said.put("status", up ? "up" : "down");
        parts.forEach((name, word) -> said.put(name, word.get()));
        ctx.status(up ? 200 : 503).contentType("application/json").result(Json.write(said));
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
