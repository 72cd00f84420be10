package mica.office.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mica.office.delivery.Progress;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;

/**
 * How a notice stands, in the numbers that are shown.
 *
 * @param ratePerSecond accepted mails between the first and the last of them
 * @param left at this rate; empty while it cannot be told
 * @param toFirst from the case entered to the first mail accepted; empty before that
 * @param toLast from the case entered to the last one
 */
public record Stand(
        Progress progress,
        double ratePerSecond,
        Optional<Duration> left,
        Optional<Duration> toFirst,
        Optional<Duration> toLast) {

    public static Stand of(Notice notice, Progress progress) {
        Instant entered = notice.infectionCase().enteredAt();
        Optional<Instant> first = progress.firstAccepted();
        Optional<Instant> last = progress.lastAccepted();
        double rate = 0;
        if (first.isPresent() && last.isPresent()) {
            double seconds =
                    Math.max(1, Duration.between(first.get(), last.get()).toMillis() / 1_000.0);
            rate = progress.accepted() / seconds;
        }
        boolean running = notice.state() == NoticeState.SENDING && rate > 0 && progress.fixed();
        return new Stand(
                progress,
                rate,
                running ? Optional.of(Duration.ofSeconds((long) Math.ceil(progress.toDo() / rate))) : Optional.empty(),
                first.map(at -> Duration.between(entered, at)),
                last.map(at -> Duration.between(entered, at)));
    }
}
