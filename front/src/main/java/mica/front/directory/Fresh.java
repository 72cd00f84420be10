package mica.front.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mica.exchange.record.UnreadableRecordException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values read from the directory, kept for a few seconds. While the database is away the last ones serve on, so that a
 * person at a door still gets a page with what was typed. Threads may share it; one value is read by one thread at a time.
 */
final class Fresh<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Fresh.class);

    /** What was not asked for in this time is no longer renewed ahead. */
    private static final long IN_USE = Duration.ofMinutes(1).toNanos();

    /** Looked at before it is written: many threads read one value, and each write takes it from the others' caches. */
    private static final long MARK_AGAIN = Duration.ofSeconds(1).toNanos();

    /** A value as read, and when it was last asked for. */
    private static final class ValueRead<V> {

        private final V value;
        private final long readAt;
        private final long triedAt;
        private volatile long usedAt;

        ValueRead(V value, long readAt, long triedAt, long usedAt) {
            this.value = value;
            this.readAt = readAt;
            this.triedAt = triedAt;
            this.usedAt = usedAt;
        }

        V use(long now) {
            if (now - usedAt > MARK_AGAIN) {
                usedAt = now;
            }
            return value;
        }
    }

    private final Cache<K, ValueRead<V>> kept;
    private final Function<K, V> source;
    private final long age;
    private final long longest;

    /**
     * @param age how long a value is taken as it is
     * @param longest how long it may serve while the database is away
     */
    Fresh(Function<K, V> source, Duration age, Duration longest, int most) {
        this.kept = Caffeine.newBuilder()
                // Its housekeeping is shorter than the way to another thread.
                .executor(Runnable::run)
                .maximumSize(most)
                .expireAfterWrite(longest)
                .build();
        this.source = source;
        this.age = age.toNanos();
        this.longest = longest.toNanos();
    }

    /**
     * @throws JdbiException when the database is away and nothing recent is kept
     * @throws UnreadableRecordException when what is there is not understood and nothing recent is kept
     */
    V get(K key) {
        ValueRead<V> read = kept.getIfPresent(key);
        long now = System.nanoTime();
        if (read != null && now - read.triedAt < age) {
            return read.use(now);
        }
        return Objects.requireNonNull(kept.asMap().compute(key, this::renewed)).value;
    }

    /** The value when it was read lately; never asks the database. */
    Optional<V> atHand(K key) {
        ValueRead<V> read = kept.getIfPresent(key);
        long now = System.nanoTime();
        return read == null || now - read.readAt >= age ? Optional.empty() : Optional.of(read.use(now));
    }

    /**
     * Reads the values in use anew, before they are too old to be at hand.
     *
     * @param all answers a value for every key that there is to be another of
     * @throws JdbiException when the database is away
     */
    void renew(Function<Set<K>, Map<K, V>> all) {
        long now = System.nanoTime();
        Map<K, Long> used = new HashMap<>();
        kept.asMap().forEach((key, read) -> {
            if (now - read.usedAt < IN_USE) {
                used.put(key, read.usedAt);
            }
        });
        if (!used.isEmpty()) {
            all.apply(used.keySet())
                    .forEach((key, value) ->
                            kept.put(key, new ValueRead<>(value, now, now, used.getOrDefault(key, now))));
        }
    }

    private ValueRead<V> renewed(K key, @org.jspecify.annotations.Nullable ValueRead<V> last) {
        long now = System.nanoTime();
        if (last != null && now - last.triedAt < age) {
            return last;
        }
        try {
            return new ValueRead<>(source.apply(key), now, now, now);
        } catch (JdbiException | UnreadableRecordException away) {
            if (last == null || now - last.readAt > longest) {
                throw away;
            }
            LOG.warn("directory.stale reason={}", away.getClass().getSimpleName());
            return new ValueRead<>(last.value, last.readAt, System.nanoTime(), now);
        }
    }
}
