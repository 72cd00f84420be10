package mica.exchange.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.database.UnfitDatabaseException;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.health.Condition;
import mica.exchange.record.Frozen;
import mica.exchange.record.Records;
import mica.exchange.record.UnreadableRecordException;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directory as offices of other versions leave it, read by this one with the rights of a front. */
class VersionsTest {

    private static final VenueCode EARLIER = new VenueCode("4K7M92QX34");
    private static final VenueCode LATER = new VenueCode("9ZTRW4B2CK");
    private static final VenueCode NOT_UNDERSTOOD = new VenueCode("7G8H9J2K3X");
    private static final SpotCode SPOT_NOT_UNDERSTOOD = new SpotCode("5E6F7G8H9F");

    private static TestDatabases databases;
    private static Database front;
    private static DirectoryStore directory;

    @BeforeAll
    static void publish() {
        databases = TestDatabases.create();
        Jdbi office = databases.exchange().jdbi();
        office.useHandle(
                handle -> handle.createScript(Frozen.text("directory-1.sql")).execute());
        office.useHandle(
                handle -> handle.createScript(Frozen.text("directory-2.sql")).execute());
        front = Database.open("front", databases.frontExchange());
        directory = new DirectoryStore(front.jdbi());
    }

    @AfterAll
    static void close() {
        front.close();
        databases.close();
    }

    @Test
    void venues_and_spots_of_the_first_and_of_a_later_version_are_read() {
        VenueFacts earlier = directory.venue(EARLIER).orElseThrow();
        assertThat(earlier)
                .isEqualTo(new VenueFacts(
                        EARLIER,
                        "喫茶 髙﨑",
                        "キッサ タカサキ",
                        "restaurant",
                        "石巻市",
                        "中央一丁目1番1号",
                        true,
                        VenueFacts.State.OPEN,
                        LocalDate.of(2026, 4, 1)));
        assertThat(directory.venue(LATER).orElseThrow().name()).isEqualTo("みちのく食堂");
        assertThat(directory.spots(LATER))
                .singleElement()
                .satisfies(spot -> assertThat(spot.label()).isEqualTo("2階"));
    }

    @Test
    void one_that_is_not_understood_is_refused_with_a_word_and_hides_no_other() {
        assertThatThrownBy(() -> directory.venue(NOT_UNDERSTOOD))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("unreadable in version 2: VenueFacts");
        assertThat(directory.listed(null, null, null, null, 10))
                .extracting(VenueFacts::code)
                .containsExactlyInAnyOrder(EARLIER, LATER);
        List<VenueCode> unreadable = new ArrayList<>();
        assertThat(directory.venues(List.of(EARLIER, LATER, NOT_UNDERSTOOD), unreadable::add))
                .hasSize(2);
        assertThat(unreadable).containsExactly(NOT_UNDERSTOOD);
        assertThat(directory.spots(List.of(SPOT_NOT_UNDERSTOOD), spot -> {})).hasSize(1);
    }

    @Test
    void receipts_states_of_mails_totals_and_the_sign_of_life_are_read_or_refused_alike() {
        JsonNode places = Frozen.json("visited-places.json");
        LinkToken link = new LinkToken(Frozen.octets(places.get("link")));
        assertThat(directory.receipt(link).orElseThrow().state()).isEqualTo(Receipt.State.SENT);
        assertThat(directory.mailState(UUID.fromString("0f9b7a53-2c1d-4e8f-a6b5-c4d3e2f1a0b9")))
                .contains(MailState.SENT);
        assertThatThrownBy(() -> directory.mailState(UUID.fromString("1f9b7a53-2c1d-4e8f-a6b5-c4d3e2f1a0b9")))
                .hasMessage("unreadable in version 2: MailState");
        assertThat(directory.ledgerDays(10))
                .extracting(LedgerDay::addressesOpened)
                .containsExactly(2L, 1234L);
        assertThatThrownBy(directory::officeSign).hasMessage("unreadable in version 2: OfficeSign");
        databases
                .exchange()
                .jdbi()
                .useHandle(handle -> handle.execute("update directory.office_sign set condition = 'WELL'"));
        assertThat(directory.officeSign().orElseThrow().condition()).isEqualTo(Condition.WELL);
    }

    @Test
    void a_front_goes_on_with_a_newer_exchange_until_that_takes_something_away_from_it() {
        try (TestDatabases newer = TestDatabases.create();
                Database older = Database.open("older", newer.frontExchange())) {
            newer.exchange()
                    .jdbi()
                    .useHandle(handle -> assertThat(handle.execute(
                                    "update public.flyway_schema_history set version = '9999' where version = '1'"))
                            .isOne());
            older.requirePublishedSchema();
            newer.exchange()
                    .jdbi()
                    .useHandle(handle -> handle.execute("create or replace view directory.schema_version as"
                            + " select 9999 as version, 9999 as fronts_from"));
            assertThatThrownBy(older::requirePublishedSchema)
                    .isInstanceOf(UnfitDatabaseException.class)
                    .hasMessageContaining("of a newer version (9999)");
        }
    }

    @Test
    void service_facts_of_a_later_version_are_read() {
        databases.exchange().jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into directory.service (body, published_at) values (?, now())",
                    Frozen.text("service-facts-2.json"));
            assertThat(directory.service().orElseThrow().municipalities()).containsExactly("石巻市", "塩竈市");
            handle.execute("update directory.service set body = '{}'");
        });
        assertThatThrownBy(directory::service).hasMessage("without a version: ServiceFacts");
    }

    @Test
    void a_sealed_place_of_a_later_version_is_read_and_one_without_a_version_is_none() {
        JsonNode places = Frozen.json("visited-places.json");
        LinkToken link = new LinkToken(Frozen.octets(places.get("link")));
        VisitedPlace place = new VisitedPlace(
                new SpotCode(places.get("spot").asText()),
                Instant.parse(places.get("at").asText()));
        assertThat(VisitedPlace.open(link, Frozen.octets(places.get("1")))).contains(place);
        assertThat(VisitedPlace.open(link, Frozen.octets(places.get("2")))).contains(place);
        assertThat(VisitedPlace.open(link, Frozen.octets(places.get("without"))))
                .isEmpty();
        assertThat(VisitedPlace.open(link, place.seal(link))).contains(place);
    }

    @Test
    void a_sealed_answer_of_the_first_version_is_opened_and_read() {
        JsonNode reply = Frozen.json("reply.json");
        byte[] opened = ReplySeal.open(new LinkToken(Frozen.octets(reply.get("link"))), Frozen.octets(reply.get("1")))
                .orElseThrow();
        assertThat(Records.read(new String(opened, StandardCharsets.UTF_8), ApplicationStatus.class)
                        .state())
                .isEqualTo(ApplicationStatus.State.RETURNED);
    }
}
