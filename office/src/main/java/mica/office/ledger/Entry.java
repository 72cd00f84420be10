package mica.office.ledger;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded: an event, who did it, and typed facts. There is no way to put a name or an address into one.
 *
 * @param officer null for the system
 */
public record Entry(Event event, @Nullable UUID officer, Map<Fact, String> facts) {

    public Entry {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        facts.forEach((fact, value) -> {
            if (!fact.mayBe(value)) {
                // Without the value, which may be what has no place here.
                throw new IllegalArgumentException("no form of " + fact);
            }
        });
    }

    public static Entry of(Event event) {
        return new Entry(event, null, Map.of());
    }

    /** By an officer; by the system when null. */
    public Entry by(@Nullable UUID actor) {
        return new Entry(event, actor, facts);
    }

    public Entry approver(UUID id) {
        return with(Fact.APPROVER, id.toString());
    }

    public Entry count(long count) {
        return with(Fact.COUNT, Long.toString(count));
    }

    public Entry day(LocalDate day) {
        return with(Fact.DAY, day.toString());
    }

    public Entry lastDay(LocalDate day) {
        return with(Fact.LAST_DAY, day.toString());
    }

    public Entry entry(long number) {
        return with(Fact.ENTRY, Long.toString(number));
    }

    /** @param hash SHA-256 in 64 small hexadecimal digits */
    public Entry hash(String hash) {
        return with(Fact.HASH, hash);
    }

    public Entry kind(Enum<?> kind) {
        return with(Fact.KIND, kind.name());
    }

    /** @param number as officers know it, such as {@code N-2026-0001} */
    public Entry notice(String number) {
        return with(Fact.NOTICE, number);
    }

    /** The officer to whom it is done. */
    public Entry officer(UUID id) {
        return with(Fact.OFFICER, id.toString());
    }

    public Entry purpose(Enum<?> purpose) {
        return with(Fact.PURPOSE, purpose.name());
    }

    public Entry reference(UUID id) {
        return with(Fact.REFERENCE, id.toString());
    }

    public Entry roles(Collection<? extends Enum<?>> roles) {
        return with(Fact.ROLES, roles.stream().map(Enum::name).sorted().collect(Collectors.joining(",")));
    }

    public Entry state(Enum<?> state) {
        return with(Fact.STATE, state.name());
    }

    private Entry with(Fact fact, String value) {
        Map<Fact, String> more = new TreeMap<>(facts);
        more.put(fact, value);
        return new Entry(event, officer, more);
    }
}
