package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.VenueFacts;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.SignedSealKey;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whoever owns the exchange tries to make the front seal to a key of theirs. */
class SignedKeysTest {

    private static final KeyPurpose DAY = KeyPurpose.DAY;

    private final TestDatabases databases = TestDatabases.create();
    private final SettableClock clock = new SettableClock(Town.MORNING);
    private final Office office = new Office(databases.exchange().jdbi());
    private final Office stranger = new Office(databases.exchange().jdbi());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SpotCode spot;
    private final Front front;
    private final Browser ja;

    SignedKeysTest() {
        office.publish(Office.SERVICE).keys(Town.TODAY, Town.TODAY.plusDays(1));
        spot = office.spot(office.venue("喫茶", "キッサ", VenueFacts.State.OPEN, true), "入口", 1);
        front = frontTrusting(office.signingKey());
        ja = new Browser(front.port(), "ja");
    }

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("mica.front.mailbox")).addAppender(log);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("mica.front.mailbox")).detachAppender(log);
        front.close();
        databases.close();
    }

    @Test
    void what_the_office_signed_is_used_and_health_says_so() {
        assertThat(register(ja).status()).isEqualTo(303);
        assertThat(office.openText(office.take().getFirst(), DAY)).isEqualTo("name@example.jp");
        Browser.Answer health = ja.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).contains("\"today\":\"trusted\",\"tomorrow\":\"trusted\"");
        assertThat(errors()).isEmpty();
    }

    /** Its signature covers what this front does not know, too. */
    @Test
    void a_statement_of_a_later_version_is_used_and_every_octet_of_it_must_be_signed() {
        byte[] known = Office.statement(office.newKey(Town.TODAY, DAY)).toBytes();
        byte[] later = Arrays.copyOf(known, known.length + 12);
        later[0] = 2;
        byte[] signature = office.sign(KeyStatement.LABEL, later);
        office.publish(new SignedSealKey(Town.TODAY, DAY, later, signature));
        assertThat(register(ja).status()).isEqualTo(303);
        assertThat(office.openText(office.take().getFirst(), DAY)).isEqualTo("name@example.jp");

        office.publish(new SignedSealKey(Town.TODAY, KeyPurpose.DOOR, known, signature));
        office.publish(new SignedSealKey(Town.TODAY, DAY, Arrays.copyOf(later, later.length - 1), signature));
        clock.advance(Duration.ofSeconds(1));
        assertThat(ja.get("/health").body()).contains("\"today\":\"refused\"");
    }

    @Test
    void a_key_without_a_signature_is_refused() {
        SignedSealKey signed = office.signed(Office.statement(office.newKey(Town.TODAY, DAY)));
        office.publish(new SignedSealKey(Town.TODAY, DAY, signed.statement(), new byte[64]));
        refusesFor("UNSIGNED");
    }

    @Test
    void a_key_whose_signature_was_taken_away_together_with_the_constraint_is_refused() {
        office.exchange().useHandle(handle -> {
            handle.execute("alter table directory.seal_key alter signature drop not null");
            handle.execute("update directory.seal_key set signature = null where purpose = 'DAY'");
        });
        refusesFor("UNSIGNED");
    }

    @Test
    void a_key_signed_by_another_office_is_refused() {
        office.publish(stranger.signed(Office.statement(stranger.newKey(Town.TODAY, DAY))));
        refusesFor("FOREIGN");
    }

    @Test
    void another_key_under_the_signature_of_ours_is_refused() {
        byte[] signature =
                office.signed(Office.statement(office.newKey(Town.TODAY, DAY))).signature();
        SealKey theirs = stranger.newKey(Town.TODAY, DAY);
        office.publish(
                new SignedSealKey(Town.TODAY, DAY, Office.statement(theirs).toBytes(), signature));
        refusesFor("FOREIGN");
    }

    @Test
    void our_signature_under_something_else_is_none_under_a_key() {
        byte[] statement = Office.statement(stranger.newKey(Town.TODAY, DAY)).toBytes();
        office.publish(new SignedSealKey(Town.TODAY, DAY, statement, office.sign("another label", statement)));
        refusesFor("FOREIGN");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void the_key_of_another_day_is_refused_in_the_row_of_this_day(int other) {
        SignedSealKey key = office.signed(Office.statement(office.newKey(Town.TODAY.plusDays(other), DAY)));
        office.publish(new SignedSealKey(Town.TODAY, DAY, key.statement(), key.signature()));
        refusesFor("WRONG_DAY");
    }

    @Test
    void the_key_of_another_purpose_is_refused() {
        SignedSealKey door = office.signed(Office.statement(office.newKey(Town.TODAY, KeyPurpose.DOOR)));
        office.publish(new SignedSealKey(Town.TODAY, DAY, door.statement(), door.signature()));
        refusesFor("WRONG_PURPOSE");
    }

    @Test
    void a_key_is_refused_before_and_after_its_time() {
        SealKey key = office.newKey(Town.TODAY, DAY);
        Duration hour = Duration.ofHours(1);
        office.publish(office.signed(new KeyStatement(key, Town.MORNING.plusSeconds(1), Town.MORNING.plus(hour))));
        refusesFor("NOT_YET_VALID");
        office.publish(office.signed(new KeyStatement(key, Town.MORNING.minus(hour), Town.MORNING)));
        refusesFor("EXPIRED");
    }

    @Test
    void a_time_zone_forged_in_the_directory_does_not_move_the_day_of_the_keys() {
        String forged = mica.exchange.record.Records.write(Office.SERVICE).replace("Asia/Tokyo", "Pacific/Kiritimati");
        office.exchange().useHandle(handle -> handle.execute("update directory.service set body = ?", forged));
        // 14:30 in Japan is 19:30 there: the same date. At 20:30 it is tomorrow there.
        clock.set(Town.MORNING.plus(Duration.ofHours(10)));
        refusesFor("NOT_YET_VALID");
    }

    @Test
    void a_key_read_before_is_not_used_when_its_time_is_over() {
        SealKey key = office.newKey(Town.TODAY, DAY);
        office.publish(office.signed(new KeyStatement(key, Town.MORNING, Town.MORNING.plusSeconds(60))));
        assertThat(register(ja).status()).isEqualTo(303);
        office.take();
        clock.advance(Duration.ofSeconds(60));
        refusesFor("EXPIRED");
    }

    @Test
    void a_key_of_tomorrow_that_is_not_ours_is_told_the_day_before() {
        stranger.keys(Town.TODAY.plusDays(1));
        Browser.Answer health = ja.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).contains("\"today\":\"trusted\",\"tomorrow\":\"refused\"");
        assertThat(errors()).anyMatch(line -> line.contains("reason=FOREIGN"));
        assertThat(register(ja).status()).isEqualTo(303);
    }

    @Test
    void keys_that_are_missing_are_said_to_be() {
        office.dropKeys();
        assertThat(register(ja).status()).isEqualTo(503);
        assertThat(ja.get("/health").body()).contains("\"status\":\"down\"", "\"today\":\"missing\"");
        assertThat(errors()).anyMatch(line -> line.startsWith("seal.key_missing day=2026-04-12"));
    }

    @Test
    void as_soon_as_the_right_key_is_back_visitors_are_served() {
        SealKey ours = office.newKey(Town.TODAY, DAY);
        office.publish(stranger.signed(Office.statement(stranger.newKey(Town.TODAY, DAY))));
        refusesFor("FOREIGN");
        office.publish(office.signed(Office.statement(ours)));
        assertThat(register(ja).status()).isEqualTo(303);
        assertThat(ja.get("/health").status()).isEqualTo(200);
    }

    @Test
    void during_a_change_over_both_pinned_keys_are_trusted_and_afterwards_the_old_one_is_not() {
        Office next = new Office(databases.exchange().jdbi());
        try (Front both = frontTrusting(office.signingKey(), next.signingKey());
                Front afterwards = frontTrusting(next.signingKey())) {
            assertThat(register(new Browser(both.port(), "ja")).status()).isEqualTo(303);
            assertThat(register(new Browser(afterwards.port(), "ja")).status()).isEqualTo(503);
            next.keys(Town.TODAY);
            assertThat(register(new Browser(both.port(), "ja")).status()).isEqualTo(303);
            assertThat(register(new Browser(afterwards.port(), "ja")).status()).isEqualTo(303);
        }
    }

    private void refusesFor(String reason) {
        Browser.Answer answer = register(ja);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.page().select("#email").attr("value")).isEqualTo("name@example.jp");
        assertThat(answer.text()).contains("まだ登録されていません");
        assertThat(office.take()).isEmpty();
        Browser.Answer health = ja.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body())
                .contains("\"status\":\"down\"", "\"exchange\":{\"state\":\"well\"", "\"today\":\"refused\"");
        assertThat(errors())
                .anyMatch(line -> line.startsWith("seal.key_refused day=") && line.endsWith("reason=" + reason));
        log.list.clear();
    }

    private List<String> errors() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Browser.Answer register(Browser browser) {
        return browser.post("/" + spot, Map.of("email", "name@example.jp"));
    }

    private Front frontTrusting(OfficeKey... keys) {
        return Front.start(
                FrontConfiguration.of("127.0.0.1", 0, databases.frontExchange(), List.of(keys))
                        .withDirectoryAge(Duration.ZERO),
                clock);
    }
}
