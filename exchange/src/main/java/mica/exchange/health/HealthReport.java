package mica.exchange.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.database.Json;

/** How all parts of a zone are. */
public record HealthReport(List<Part> parts) {

    public HealthReport {
        parts = List.copyOf(parts);
    }

    /** The worst of them. */
    public Condition condition() {
        return parts.stream().map(Part::condition).reduce(Condition.WELL, Condition::worse);
    }

    /** What a monitor goes by: 503 when someone must act, 200 else. */
    public int status() {
        return switch (condition()) {
            case WELL, DEGRADED -> 200;
            case DOWN -> 503;
        };
    }

    /** One object: {@code status} is up, degraded or down; then each part by its name, with its state and its facts. */
    public String json() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put(
                "status",
                switch (condition()) {
                    case WELL -> "up";
                    case DEGRADED -> "degraded";
                    case DOWN -> "down";
                });
        for (Part part : parts) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("state", part.condition().word());
            facts.putAll(part.facts());
            said.put(part.name(), facts);
        }
        return Json.write(said);
    }
}
