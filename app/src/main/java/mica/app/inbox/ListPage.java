package mica.app.inbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The list of mails, a day at a time; {@code older} is the address of the next page. */
public record ListPage(String words, int kept, boolean newest, List<Day> days, Optional<String> older) {

    public record Day(LocalDate date, List<Line> lines) {}

    public record Line(long id, Instant receivedAt, String from, String to, String subject, int attachments) {}

    public boolean isEmpty() {
        return days.isEmpty();
    }
}
