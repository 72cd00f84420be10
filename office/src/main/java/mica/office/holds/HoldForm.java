package mica.office.holds;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import mica.web.Form;
import org.jspecify.annotations.Nullable;

/** What an officer typed to ask for a hold, and what it means. One request's own. */
final class HoldForm {

    private final Form form;

    HoldForm(Form form) {
        this.form = form;
    }

    /** The wish; empty when something typed is no such thing, which is then noted on the form. */
    Optional<Holds.Wish> wish() {
        LocalDate first = day("firstDay");
        LocalDate last = day("lastDay");
        String reason = form.choice(
                "reason", Stream.of(HoldReason.values()).map(Enum::name).toList());
        String fileNumber = form.line("fileNumber", Holds.LONGEST_FILE_NUMBER);
        LocalDate ends = day("endsOn");
        if (!form.isRight() || first == null || last == null || ends == null) {
            return Optional.empty();
        }
        return Optional.of(new Holds.Wish(first, last, HoldReason.valueOf(reason), fileNumber, ends));
    }

    private @Nullable LocalDate day(String field) {
        try {
            LocalDate day = LocalDate.parse(form.raw(field).strip().replace('/', '-'));
            if (day.getYear() >= 2000 && day.getYear() < 3000) {
                return day;
            }
        } catch (DateTimeParseException noDay) {
            // Said below.
        }
        form.error(field, "hold.no-day");
        return null;
    }
}
