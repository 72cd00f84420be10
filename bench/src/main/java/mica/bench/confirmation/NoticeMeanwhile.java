package mica.bench.confirmation;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.people.People;
import mica.rehearsal.people.RehearsalOfficers;
import mica.rehearsal.sink.SinkProgram;

/** A notice that is approved while visitors check in. Its people are numbered from zero, below every visitor. */
final class NoticeMeanwhile {

    private final BenchPostgres postgres;
    private final RehearsalOfficers officers;
    private final People.RehearsalVenue venue;

    /** Nano times at which it was approved and at which its last mail was taken. */
    record Span(long from, long to) {}

    /** One on its way in a thread of its own, since the visitors' thread is busy. */
    static final class Sending {
        private final FutureTask<Long> approval;

        private Sending(FutureTask<Long> approval) {
            this.approval = approval;
        }

        private long awaitRecord() throws InterruptedException {
            try {
                return approval.get();
            } catch (ExecutionException failed) {
                throw new IllegalStateException("FAILED: the notice", failed.getCause());
            }
        }
    }

    NoticeMeanwhile(BenchPostgres postgres, RehearsalOfficers officers, People.RehearsalVenue venue) {
        this.postgres = postgres;
        this.officers = officers;
        this.venue = venue;
    }

    int people() {
        return venue.people();
    }

    /** Sends one, so that the office is warm. */
    void warmUp() throws IOException, InterruptedException, SQLException {
        String notice = write();
        officers.approve(notice);
        RehearsalOfficers.awaitSent(postgres, notice);
    }

    /** Writes it, which takes a moment. @return its path */
    String write() throws IOException, InterruptedException {
        return officers.write(venue.code());
    }

    /** Has it approved at a moment of {@link System#nanoTime} to come. */
    Sending approve(String notice, long at) {
        FutureTask<Long> approval = new FutureTask<>(() -> {
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            long approved = System.nanoTime();
            officers.approve(notice);
            RehearsalOfficers.awaitSent(postgres, notice);
            return approved;
        });
        Thread.ofPlatform().daemon().name("notice").start(approval);
        return new Sending(approval);
    }

    /** Waits for its end. */
    Span await(Sending sending, SinkProgram sink, Path file) throws IOException, InterruptedException {
        long approved = sending.awaitRecord();
        return new Span(
                approved,
                Arrays.stream(sink.times(0, venue.people(), file)).max().orElseThrow());
    }
}
