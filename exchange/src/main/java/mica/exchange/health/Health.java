package mica.exchange.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks all parts of a zone at once how they are, and answers in time whatever hangs: a part that does not answer is down.
 * However many ask at once, a part is asked for all of them together. Threads share it.
 */
public final class Health {

    /** A monitor waits two seconds; the rest is for the way. */
    public static final Duration PATIENCE = Duration.ofMillis(1_400);

    private final List<HealthQuestion> questions;
    private final Duration patience;

    /** @param parts each may throw or hang */
    public Health(List<HealthQuestion> parts) {
        this(parts, PATIENCE);
    }

    Health(List<HealthQuestion> parts, Duration patience) {
        this.questions = List.copyOf(parts);
        this.patience = patience;
    }

    /** How all parts are now, in their order. */
    public HealthReport now() {
        long end = System.nanoTime() + patience.toNanos();
        List<CompletableFuture<Part>> asked =
                questions.stream().map(HealthQuestion::asked).toList();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            parts.add(answer(questions.get(i).name, asked.get(i), end - System.nanoTime()));
        }
        return new HealthReport(parts);
    }

    private static Part answer(String name, CompletableFuture<Part> asked, long nanos) {
        try {
            return asked.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            return Part.of(name, Condition.DOWN, "no answer");
        } catch (ExecutionException failed) {
            return Part.of(name, Condition.DOWN, word(failed.getCause()));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Part.of(name, Condition.DOWN, "not asked");
        }
    }

    /** Its type alone: what an exception says may quote what a person typed. */
    static String word(@Nullable Throwable why) {
        return why == null ? "unknown" : why.getClass().getSimpleName();
    }

    /** What is asked of one part. Threads share it; one of them asks at a time. */
    public static final class HealthQuestion {

        private final String name;
        private final Supplier<Part> source;
        private @Nullable CompletableFuture<Part> last;

        /** @param source may throw or hang */
        public HealthQuestion(String name, Supplier<Part> source) {
            this.name = name;
            this.source = source;
        }

        /** How the part is, after so long a wait at most. */
        public Part now(Duration patience) {
            return answer(name, asked(), patience.toNanos());
        }

        private synchronized CompletableFuture<Part> asked() {
            CompletableFuture<Part> kept = last;
            if (kept != null && !kept.isDone()) {
                return kept;
            }
            CompletableFuture<Part> asked = new CompletableFuture<>();
            last = asked;
            Thread.ofVirtual().name("health-" + name).start(() -> ask(asked));
            return asked;
        }

        private void ask(CompletableFuture<Part> asked) {
            try {
                asked.complete(source.get());
            } catch (RuntimeException | Error failed) {
                asked.completeExceptionally(failed);
            }
        }
    }
}
