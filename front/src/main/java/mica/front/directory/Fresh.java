package mica.front.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values read from the directory, kept for a few seconds. While the database is away the last ones serve on, so that a
 * person at a door still gets a page with what was typed. Threads may share it; one value is read by one thread at a time.
 */
final class Fresh<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Fresh.class);

    private record Read<V>(V value, long readAt, long triedAt) {}

    private final Cache<K, Read<V>> kept;
    private final Function<K, V> source;
    private final long age;
    private final long longest;

    /**
     * @param age how long a value is taken as it is
     * @param longest how long it may serve while the database is away
     */
    Fresh(Function<K, V> source, Duration age, Duration longest, int most) {
        this.kept = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(longest)
                .build();
        this.source = source;
        this.age = age.toNanos();
        this.longest = longest.toNanos();
    }

    /** @throws JdbiException when the database is away and nothing recent is kept */
    V get(K key) {
        Read<V> read = kept.getIfPresent(key);
        if (read != null && System.nanoTime() - read.triedAt() < age) {
            return read.value();
        }
        return Objects.requireNonNull(kept.asMap().compute(key, this::renewed)).value();
    }

    private Read<V> renewed(K key, @org.jspecify.annotations.Nullable Read<V> last) {
        long now = System.nanoTime();
        if (last != null && now - last.triedAt() < age) {
            return last;
        }
        try {
            return new Read<>(source.apply(key), now, now);
        } catch (JdbiException away) {
            if (last == null || now - last.readAt() > longest) {
                throw away;
            }
            LOG.warn("directory.stale reason={}", away.getClass().getSimpleName());
            return new Read<>(last.value(), last.readAt(), System.nanoTime());
        }
    }
}
