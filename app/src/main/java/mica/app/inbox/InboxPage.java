package mica.app.inbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The list of mails, a day at a time; {@code older} is the address of the next page. */
public record InboxPage(String words, int kept, boolean newest, List<DayOfMails> days, Optional<String> older) {

    public record DayOfMails(LocalDate date, List<ListedMail> lines) {}

    public record ListedMail(long id, Instant receivedAt, String from, String to, String subject, int attachments) {}

    public boolean isEmpty() {
        return days.isEmpty();
    }
}
