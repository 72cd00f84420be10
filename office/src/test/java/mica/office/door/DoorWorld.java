package mica.office.door;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.TestLanguages;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.keys.KeyStore;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.FaultyRelay;
import mica.office.relay.Relay;
import mica.office.venues.PosterMail;
import org.slf4j.LoggerFactory;

/** A queue of mails in a real database, a relay that can misbehave, a clock to move, and what was logged. */
public final class DoorWorld implements AutoCloseable {

    static final LocalDate DAY = LocalDate.of(2020, 5, 25);
    static final Instant START = Instant.parse("2020-05-25T09:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final OfficeWorld world;
    private final OpenOffice opened;
    private final Database office;
    final AtomicInteger unreadable = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<DoorLane> lanes = new ArrayList<>();
    final KeyStore keys;
    private final Epoch epoch;
    public final MailQueue queue;
    final Pace pace = new Pace(Providers.usual());
    final FaultyRelay relay = FaultyRelay.start();

    public DoorWorld(Path folder) {
        world = new OfficeWorld(folder, now::get).pace(pace);
        opened = world.open();
        office = opened.database;
        keys = opened.keys;
        keys.ensureDay(DAY);
        epoch = Epoch.begin(
                DAY,
                Stream.of(KeyPurpose.values())
                        .map(purpose -> keys.publicKey(DAY, purpose).orElseThrow())
                        .toList());
        office.jdbi()
                .useTransaction(tx -> opened.epochs.add(
                        tx, epoch.id(), DAY, EpochAnnouncement.of(epoch).wraps(), START));
        queue = opened.mails;
        ((Logger) LoggerFactory.getLogger("mica")).setLevel(Level.DEBUG);
        log.start();
        root.addAppender(log);
    }

    public Database office() {
        return office;
    }

    Instant now() {
        return requireNonNull(now.get());
    }

    void passUntil(Instant instant) {
        now.set(instant);
    }

    public DoorWorld pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
        keys.ensureDay(LocalDate.ofInstant(now.get(), ZoneId.of("Asia/Tokyo")));
        return this;
    }

    /** A lane to the relay of this world. */
    DoorLane lane() {
        return lane(relay.relay());
    }

    /** A lane of an office that has just started and knows what is known by now. */
    DoorLane laneOfAnother() {
        return keep(world.open().doorLane(DoorMailsTest.mails(false), relay.relay()));
    }

    DoorLane lane(Relay to) {
        return keep(opened.doorLane(DoorMailsTest.mails(false), to));
    }

    private DoorLane keep(DoorLane lane) {
        lanes.add(lane);
        return lane;
    }

    /** What this office knows of dead addresses, read anew. */
    DeadAddresses dead() {
        return world.open().dead;
    }

    public MailStore store() {
        return new MailStore(office.jdbi(), DoorMailsTest.mails(false)::kind, now::get, unreadable::incrementAndGet);
    }

    public UUID confirmation(String address) {
        return confirmation(address, DoorMailsTest.parameters());
    }

    public UUID confirmation(String address, Map<String, String> parameters) {
        QueuedMail mail = sealed(address, parameters);
        office.jdbi().useTransaction(tx -> queue.add(tx, List.of(mail)));
        return mail.id();
    }

    DoorWorld confirmations(int count) {
        for (int i = 0; i < count; i++) {
            confirmation("v" + i + "@example.com");
        }
        return this;
    }

    DoorWorld posters(String address) {
        office.jdbi()
                .useTransaction(tx -> queue.add(
                        tx, EmailAddress.of(address), PosterMail.KIND, TestLanguages.JA, DoorMailsTest.parameters()));
        return this;
    }

    public QueuedMail sealed(String address, Map<String, String> parameters) {
        UUID id = UUID.randomUUID();
        byte[] associated = id.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seal = epoch.next(List.of(KeyPurpose.DOOR))
                .orElseThrow()
                .seal(KeyPurpose.DOOR, address.getBytes(StandardCharsets.US_ASCII), associated)
                .toBytes();
        return new QueuedMail(
                id,
                MailKind.CONFIRMATION,
                TestLanguages.JA,
                new HashMap<>(parameters),
                new QueuedMail.SealedRecipient(QueuedMail.SealedBy.FRONT, DAY, associated, seal));
    }

    String state(UUID id) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery("select state from mail where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    Instant nextAttempt(UUID id) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery("select next_attempt_at from mail where id = :id")
                        .bind("id", id)
                        .mapTo(Instant.class)
                        .one());
    }

    public int count(String condition) {
        return office.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select count(*) from mail where " + condition.replace("?", "??"))
                                .mapTo(Integer.class)
                                .one());
    }

    List<ILoggingEvent> log() {
        return log.list;
    }

    static void waitFor(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen");
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        lanes.forEach(DoorLane::close);
        root.detachAppender(log);
        relay.close();
        world.close();
    }
}
