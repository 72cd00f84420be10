package mica.office;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mica.exchange.database.Database;
import mica.exchange.health.Condition;
import mica.exchange.health.Health;
import mica.exchange.health.Part;
import mica.office.door.WaitingMails;
import mica.office.intake.Intake;
import mica.office.intake.StreetCheck;
import mica.office.overview.DiskRoom;
import mica.office.street.StreetJob;

/** Asks over connections of its own how the office's databases are, and puts the other parts beside them. */
final class OfficeHealth implements AutoCloseable {

    private final Database watchingExchange;
    private final Database watchingOffice;
    private final Health.HealthQuestion office;
    private final List<Health.HealthQuestion> questions = new ArrayList<>();

    OfficeHealth(OfficeConfiguration configuration, Database exchange, Database database, InstantSource clock) {
        this.watchingExchange = Database.openToWatch("exchange-health", configuration.exchange());
        this.watchingOffice = Database.openToWatch("office-health", configuration.database());
        this.office = new Health.HealthQuestion("office_database", () -> answering("office_database", watchingOffice));
        questions.add(database("office_database", watchingOffice, database));
        questions.add(database("exchange_database", watchingExchange, exchange));
        DiskRoom disk = new DiskRoom(List.of(
                new DiskRoom.Folder("keys", configuration.keys(), true),
                new DiskRoom.Folder("work", configuration.work(), false)));
        with("disk", disk::part);
        with("mail", () -> WaitingMails.part(watchingOffice.jdbi()));
        with("envelopes", () -> StreetJob.part(watchingExchange.jdbi()));
        with("street", () -> StreetCheck.part(watchingOffice.jdbi(), clock.instant()));
        with("quarantine", () -> Intake.quarantinePart(watchingOffice.jdbi(), clock.instant()));
    }

    private static Health.HealthQuestion database(String name, Database watching, Database working) {
        return new Health.HealthQuestion(name, () -> {
            Part answering = answering(name, watching);
            // What is quiet has not noticed; what was noticed lately may be over for small things only.
            boolean full = !watching.hasRoom() || working.isDiskFull();
            return full ? Part.of(name, Condition.DOWN, "disk full") : answering;
        });
    }

    private static Part answering(String name, Database watching) {
        long asked = System.nanoTime();
        watching.jdbi().useHandle(handle -> handle.execute("select 1"));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(Part.SAYS, "up");
        facts.put("answer_millis", (System.nanoTime() - asked) / 1_000_000);
        return new Part(name, Condition.WELL, facts);
    }

    /** Whether the office database answers. */
    Health.HealthQuestion officeDatabase() {
        return office;
    }

    /** Asks of one more part. */
    final OfficeHealth with(String name, Supplier<Part> part) {
        return with(new Health.HealthQuestion(name, part));
    }

    final OfficeHealth with(Health.HealthQuestion question) {
        questions.add(question);
        return this;
    }

    /** All parts. */
    Health all() {
        return new Health(questions);
    }

    @Override
    public void close() {
        watchingOffice.close();
        watchingExchange.close();
    }
}
