package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mica.front.Front;
import org.junit.jupiter.api.Test;

/** What was acknowledged at the door reaches the office, whatever fails in between. */
class StreetTest {

    @Test
    void the_front_works_without_the_office_and_everything_arrives_when_it_comes() throws Exception {
        try (TwoZones zones = new TwoZones(Map.of())) {
            Front front = zones.startFront();
            try (Visitors visitors = new Visitors(front.port(), zones.door(), "early").come(8, 300)) {
                visitors.awaitAll();
                assertThat(zones.number("office", "select count(*) from visit")).isZero();
                assertThat(zones.number("exchange", "select count(*) from mailbox.envelope"))
                        .isGreaterThanOrEqualTo(300);

                zones.startOffice();
                TwoZones.await(() -> zones.number("exchange", "select count(*) from mailbox.envelope") == 0
                        && mailed(zones).containsAll(visitors.acknowledged));
                assertThat(zones.number("office", "select count(*) from visit"))
                        .isEqualTo(visitors.acknowledged.size());
                assertThat(zones.number("office", "select count(*) from quarantine"))
                        .isZero();
            }
        }
    }

    @Test
    void a_database_killed_amid_check_ins_loses_none_that_was_acknowledged_and_doubles_none() throws Exception {
        try (TwoZones zones = new TwoZones(Map.of())) {
            Front front = zones.startFront();
            zones.startOffice();
            try (Visitors visitors = new Visitors(front.port(), zones.door(), "steady").come(6, 400)) {
                TwoZones.await(() -> visitors.acknowledged.size() >= 100);
                zones.killDatabase();
                TwoZones.await(() -> visitors.refusals.get() > 0);
                zones.startDatabase();
                visitors.awaitAll();

                TwoZones.await(() -> zones.number("exchange", "select count(*) from mailbox.envelope") == 0
                        && mailed(zones).containsAll(visitors.acknowledged));
                // Whoever was told to try again pressed again with the same page: that is one visit too.
                assertThat(zones.number("office", "select count(*) from visit"))
                        .isEqualTo(mailed(zones).size());
                assertThat(zones.number("office", "select count(*) from quarantine"))
                        .isZero();
            }
        }
    }

    private static Set<String> mailed(TwoZones zones) throws Exception {
        Set<String> recipients = new TreeSet<>();
        JsonNode messages = new ObjectMapper()
                .readTree(URI.create("http://127.0.0.1:" + zones.inbox.httpPort() + "/api/messages?limit=1000")
                        .toURL());
        for (JsonNode message : messages.isArray() ? messages : messages.get("messages")) {
            String to = message.get("to").toString();
            if (to.contains("early") || to.contains("steady")) {
                recipients.add(to.replaceAll(".*?((early|steady)\\d+@example\\.jp).*", "$1"));
            }
        }
        return recipients;
    }
}
