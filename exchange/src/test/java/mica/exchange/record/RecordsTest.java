package mica.exchange.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.envelope.Withdrawal;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.VenueDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final String LINK = "00112233445566778899aabbccddeeff00112233";

    private static final ServiceFacts SERVICE = new ServiceFacts(
            ServiceFacts.State.OPEN,
            Map.of("ja", "宮城お知らせサービス", "en", "Miyagi notification service"),
            Map.of("ja", "宮城県", "en", "Miyagi Prefecture"),
            Map.of("ja", "感染症対策課"),
            new Disease(Map.of("ja", "新型の感染症", "en", "a novel infection"), 14, 28, Map.of("ja", "個人情報の保護に関する法律"), 60),
            "022-211-0000",
            "mica@pref.example.jp",
            Map.of("ja", "平日 9時から17時"),
            "https://mica.example.jp",
            "Asia/Tokyo",
            List.of(new ServiceFacts.Sector("restaurant", Map.of("ja", "飲食店", "en", "Restaurant"), true, Map.of())),
            List.of("石巻市", "塩竈市"),
            null,
            false,
            List.of("0120-000-000"));

    private static final VenueApplication APPLICATION = new VenueApplication(
            LINK,
            "A-7K3M-92QX",
            2,
            new VenueDetails(
                    "すし処 葛󠄀西",
                    "スシドコロ カサイ",
                    "restaurant",
                    "9860822",
                    "石巻市",
                    "中央二丁目2番2号",
                    "0225-00-0000",
                    "担当者",
                    "shop@example.jp",
                    "",
                    "ja",
                    true),
            List.of("入口", "2階"));

    private static final ApplicationStatus STATUS = new ApplicationStatus(
            APPLICATION,
            ApplicationStatus.State.RETURNED,
            Map.of("address", "建物の名前も書いてください。"),
            "所在地を確認できませんでした。",
            null,
            Instant.parse("2026-04-12T01:00:00Z"));

    @Test
    void records_of_every_version_and_of_a_later_one_are_read() {
        assertThat(read("venue-application-1.json", VenueApplication.class)).isEqualTo(APPLICATION);
        assertThat(read("venue-application-2.json", VenueApplication.class)).isEqualTo(APPLICATION);
        assertThat(read("withdrawal-1.json", Withdrawal.class)).isEqualTo(new Withdrawal(LINK));
        assertThat(read("withdrawal-2.json", Withdrawal.class)).isEqualTo(new Withdrawal(LINK));
        assertThat(read("application-status-1.json", ApplicationStatus.class)).isEqualTo(STATUS);
        assertThat(read("application-status-2.json", ApplicationStatus.class)).isEqualTo(STATUS);
        assertThat(read("service-facts-1.json", ServiceFacts.class)).isEqualTo(SERVICE);
        ServiceFacts later = read("service-facts-2.json", ServiceFacts.class);
        assertThat(later.sectors()).isEqualTo(SERVICE.sectors());
        assertThat(later.disease()).isEqualTo(SERVICE.disease());
        assertThat(later.in(later.name(), TestLanguages.JA)).isEqualTo("宮城お知らせサービス");
        assertThat(later.languages()).containsExactly("ja", "en", "vi");
        assertThat(later.offered())
                .as("without what there are no texts in")
                .containsExactly(TestLanguages.JA, TestLanguages.EN);
    }

    @Test
    void what_is_written_is_what_this_version_always_wrote() throws Exception {
        for (Map.Entry<String, Record> one : Map.of(
                        "service-facts-1.json", SERVICE,
                        "venue-application-1.json", APPLICATION,
                        "withdrawal-1.json", new Withdrawal(LINK),
                        "application-status-1.json", STATUS)
                .entrySet()) {
            assertThat(new ObjectMapper().readTree(Records.write(one.getValue())))
                    .as(one.getKey())
                    .isEqualTo(Frozen.json(one.getKey()));
        }
    }

    @Test
    void what_is_missing_is_refused_with_its_name() {
        refuses("missing in version 1: ServiceFacts.phone", facts -> facts.remove("phone"));
        refuses("missing in version 1: ServiceFacts.phone", facts -> facts.putNull("phone"));
        refuses("missing in version 1: ServiceFacts.demo", facts -> facts.remove("demo"));
        refuses(
                "missing in version 1: ServiceFacts.disease.source",
                facts -> within(facts, "disease").remove("source"));
        refuses(
                "missing in version 1: ServiceFacts.sectors[].eligible",
                facts -> ((ObjectNode) facts.get("sectors").get(0)).remove("eligible"));
        refuses("without a version: ServiceFacts", facts -> facts.remove("version"));
        refuses("without a version: ServiceFacts", facts -> facts.put("version", 0));
    }

    @Test
    void what_is_not_understood_is_refused_without_quoting_it() {
        refuses("unreadable: ServiceFacts.state", facts -> facts.put("state", "MOVING"));
        refuses("unreadable: ServiceFacts.state", facts -> facts.put("state", 1));
        refuses("no object: ServiceFacts.disease", facts -> facts.put("disease", "measles"));
        refuses(
                "unreadable: ServiceFacts.disease",
                facts -> within(facts, "disease").put("retentionDays", 29));
        for (String nothing : List.of("", "nonsense", "null", "[]", "{\"version\":", "\"" + LINK + "\"")) {
            assertThatThrownBy(() -> Records.read(nothing, Withdrawal.class))
                    .as(nothing)
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageNotContaining(LINK);
        }
    }

    /** As it was before a field came. */
    @Version(1)
    record Before(String name) {}

    /** As it is afterwards. */
    @Version(2)
    record After(
            String name,
            @Since(2) String floor,
            @Since(2) int seats,
            @Nullable String word) {
        After {
            floor = floor == null ? "ground" : floor;
        }
    }

    @Test
    void a_field_of_a_later_version_may_be_missing_in_earlier_records_and_in_no_others() {
        assertThat(Records.read(Records.write(new Before("a")), After.class))
                .isEqualTo(new After("a", "ground", 0, null));
        assertThat(Records.read(Records.write(new After("a", "2", 30, "b")), Before.class))
                .isEqualTo(new Before("a"));
        assertThatThrownBy(() -> Records.read("{\"version\":2,\"name\":\"a\",\"floor\":\"2\"}", After.class))
                .hasMessage("missing in version 2: After.seats");
    }

    private interface Change {
        void on(ObjectNode facts);
    }

    private static void refuses(String word, Change change) {
        ObjectNode facts = (ObjectNode) Frozen.json("service-facts-1.json");
        change.on(facts);
        assertThatThrownBy(() -> Records.read(facts.toString(), ServiceFacts.class))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage(word);
    }

    private static ObjectNode within(JsonNode facts, String field) {
        return (ObjectNode) facts.get(field);
    }

    private static <T extends Record> T read(String name, Class<T> type) {
        return Records.read(Frozen.text(name), type);
    }
}
