package mica.web;

import java.util.concurrent.Executor;

/**
 * Runs what an answer sets off on the thread that gives it. For each answer Jetty starts a thread that looks for the
 * connection's next request; for a redirect that costs a third of the whole (docs/benchmarks.md), and on the express lane
 * nothing waits that could hold the answering thread up. Everything else goes to the pool. Threads may share it.
 */
final class AnsweringThread implements Executor {

    private final Executor pool;
    private final ThreadLocal<Boolean> answering = ThreadLocal.withInitial(() -> false);

    AnsweringThread(Executor pool) {
        this.pool = pool;
    }

    /** Gives an answer. */
    void answer(Runnable write) {
        answering.set(true);
        try {
            write.run();
        } finally {
            answering.set(false);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (answering.get()) {
            task.run();
        } else {
            pool.execute(task);
        }
    }
}
