package mica.exchange.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The register of a zone's background threads. Threads share it. */
public final class Pulses {

    private static final String PART = "threads";

    private final List<Beating> beating = new CopyOnWriteArrayList<>();

    /** Takes in the threads of what may have some. @return the same */
    public <T> T add(T resource) {
        if (resource instanceof Beating one) {
            beating.add(one);
        }
        return resource;
    }

    private List<Pulse> all() {
        return beating.stream().flatMap(one -> one.pulses().stream()).toList();
    }

    /** The names of all threads. */
    public Set<String> names() {
        return all().stream().map(Pulse::name).collect(Collectors.toSet());
    }

    /** How they are, all of them by name. */
    public Health.HealthQuestion question() {
        return new Health.HealthQuestion(PART, this::part);
    }

    Part part() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Condition worst = Condition.WELL;
        for (Pulse pulse : all()) {
            worst = worst.worse(pulse.condition());
            facts.put(pulse.name(), pulse.facts());
        }
        return new Part(PART, worst, facts);
    }
}
