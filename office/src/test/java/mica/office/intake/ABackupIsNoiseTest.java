package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.Erasure;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a backup of the database from before erasure, and the keys as they are now. */
class ABackupIsNoiseTest {

    /** What was in the office when the backup was made: the check shows first that it would find it. */
    private static final List<String> TOLD_AT_FIRST = List.of(
            "epoch: DAY",
            "epoch: DOOR",
            "epoch: FORM",
            "visit, DAY: visitor@example.jp",
            "visit: person",
            "mail, DOOR: visitor@example.jp",
            "mail: venue@example.jp",
            "quarantine, DOOR: unknown-spot@example.jp",
            "quarantine, DAY: unknown-spot@example.jp",
            "quarantine, FORM: applicant@example.jp",
            "wish: person");

    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void a_backup_from_before_erasure_opens_with_the_keys_of_its_day_and_never_after() {
        given.checksIn("visitor@example.jp", given.entrance);
        given.put(given.checkIn("unknown-spot@example.jp", given.unknownSpot()));
        given.put(given.application("applicant@example.jp"));
        given.mailsToVenue("venue@example.jp").taken();
        Envelope second = given.checkIn("second@example.jp", given.otherEntrance);
        given.put(second).taken();
        given.erases(Erasure.Scope.ALL_VISITS, given.linkOf(second)).taken();
        assertThat(given.number("quarantine")).isEqualTo(2);
        try (Database backup = given.backup()) {
            assertThat(whatOpens(backup)).containsAll(TOLD_AT_FIRST).hasSize(TOLD_AT_FIRST.size());

            given.later(Duration.ofDays(2)).dayWorkDone();
            assertThat(whatOpens(backup))
                    .as("the door key is gone after two days")
                    .isNotEmpty()
                    .noneMatch(told -> told.contains("DOOR"));

            given.later(Duration.ofDays(IntakeWorld.RETENTION - 1)).dayWorkDone();
            assertThat(given.number("visit")).isZero();
            assertThat(whatOpens(backup)).isEmpty();
        }
    }

    /** As a thief reads it who has the key folder and the program. */
    private List<String> whatOpens(Database backup) {
        Opener opener = new Opener(given.keys, new EpochStore(backup.jdbi()), Set.of(KeyPurpose.values()));
        Secrets secrets = Secrets.of(given.keys);
        List<String> opened = new ArrayList<>();
        backup.jdbi().useHandle(handle -> {
            epochs(handle, opener, opened);
            visits(handle, opener, secrets, opened);
            mails(handle, opener, secrets, opened);
            quarantined(handle, opener, opened);
            wishes(handle, secrets, opened);
        });
        return opened;
    }

    private static void epochs(Handle handle, Opener opener, List<String> opened) {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            String wrap = purpose.name().toLowerCase(Locale.ROOT) + "_wrap";
            handle.createQuery("select epoch, day, " + wrap + " as wrap from seal_epoch")
                    .map((row, context) -> opener.unwrap(
                            row.getObject("day", LocalDate.class),
                            purpose,
                            row.getObject("epoch", UUID.class),
                            row.getBytes("wrap")))
                    .forEach(seed -> seed.ifPresent(octets -> opened.add("epoch: " + purpose)));
        }
    }

    private static void visits(Handle handle, Opener opener, Secrets secrets, List<String> opened) {
        handle.createQuery("select day, arrived_at, id, spot_code, language, masked_tag, sealed_address from visit")
                .map((row, context) -> {
                    LocalDate day = row.getObject("day", LocalDate.class);
                    UUID id = row.getObject("id", UUID.class);
                    byte[] open = new CheckIn(
                                    new SpotCode(row.getString("spot_code")),
                                    row.getTimestamp("arrived_at").toInstant(),
                                    Language.of(row.getString("language")))
                            .toBytes();
                    secrets.tags()
                            .tag(row.getBytes("masked_tag"), day, id)
                            .ifPresent(tag -> opened.add("visit: person"));
                    Seal seal = Seal.fromBytes(row.getBytes("sealed_address")).orElseThrow();
                    byte[] associated = Envelope.associatedOfLast(EnvelopeKind.CHECK_IN, id, day, open, seal);
                    return text(opener.open(day, KeyPurpose.DAY, seal, associated));
                })
                .forEach(address -> address.ifPresent(text -> opened.add("visit, DAY: " + text)));
    }

    private static void mails(Handle handle, Opener opener, Secrets secrets, List<String> opened) {
        handle.createQuery("select sealed_by, seal_day, associated, sealed_recipient from mail")
                .map((row, context) -> {
                    LocalDate day = row.getObject("seal_day", LocalDate.class);
                    byte[] associated = row.getBytes("associated");
                    byte[] sealed = row.getBytes("sealed_recipient");
                    return row.getString("sealed_by").equals("OFFICE")
                            ? text(secrets.atRest().openOfDay(day, sealed, associated))
                                    .map(text -> "mail: " + text)
                            : text(opener.open(
                                            day,
                                            KeyPurpose.DOOR,
                                            Seal.fromBytes(sealed).orElseThrow(),
                                            associated))
                                    .map(text -> "mail, DOOR: " + text);
                })
                .forEach(told -> told.ifPresent(opened::add));
    }

    private static void quarantined(Handle handle, Opener opener, List<String> opened) {
        handle.createQuery("select bytes from quarantine")
                .mapTo(byte[].class)
                .map(Envelope::fromBytes)
                .forEach(envelope -> envelope.kind()
                        .seals()
                        .forEach(purpose -> text(opener.open(
                                        envelope.day(), purpose, envelope.seal(purpose), envelope.associated(purpose)))
                                .ifPresent(text -> opened.add("quarantine, " + purpose + ": " + text))));
    }

    private static void wishes(Handle handle, Secrets secrets, List<String> opened) {
        handle.createQuery("select asked_on, sealed_tag from visitor_erasure")
                .map((row, context) -> secrets.atRest()
                        .openOfDay(
                                row.getObject("asked_on", LocalDate.class),
                                row.getBytes("sealed_tag"),
                                "mica visitor erasure".getBytes(StandardCharsets.US_ASCII)))
                .forEach(tag -> tag.ifPresent(octets -> opened.add("wish: person")));
    }

    private static Optional<String> text(Optional<byte[]> content) {
        return content.map(octets -> new String(octets, StandardCharsets.US_ASCII));
    }
}
