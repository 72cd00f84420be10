package mica.office.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.junit.jupiter.api.Test;

/** What was approved under a hash keeps it. The files are what earlier versions wrote: they are never made again. */
class CanonicalContentTest {

    private static final String FIRST = "notice-content-1.json";
    private static final String FOLLOW_UP = "notice-content-1-follow-up.json";
    private static final NoticeContent CONTENT = new NoticeContent(
            NoticeKind.FIRST,
            null,
            List.of(
                    new NoticePlace(new VenueCode("4K7M92QX34"), "すし処 \"葛󠄀西\"", List.of()),
                    new NoticePlace(
                            new VenueCode("9ZTRW4B2CK"),
                            "みちのく\\食堂",
                            List.of(
                                    new NoticePlace.NoticeSpot(new SpotCode("2B3C4D5E6R"), "入口"),
                                    new NoticePlace.NoticeSpot(new SpotCode("7G8H9J2K3X"), "2階")))),
            Instant.parse("2026-04-10T09:30:00Z"),
            Instant.parse("2026-04-10T12:00:59.999Z"),
            true,
            Map.of(
                    TestLanguages.JA, new NoticeText("【重要】お知らせ", "来店された方へ\n\n🙏 電話 022-000-0000"),
                    TestLanguages.EN, new NoticeText("Important", "To visitors of \"Michinoku\"\n")));

    @Test
    void a_content_of_version_1_is_read_and_has_the_hash_it_was_approved_under() throws IOException {
        assertThat(NoticeContent.read(frozen(FIRST))).isEqualTo(CONTENT);
        assertThat(NoticeContent.read(frozen(FIRST)).hash())
                .isEqualTo("346baed1fce829b1a4fc7e76e2dcc15f7c5d5230416fa388f4d0bae8258ed3d2");
    }

    @Test
    void a_content_is_written_as_version_1_wrote_it() throws IOException {
        assertThat(CONTENT.canonical()).isEqualTo(frozen(FIRST));
        assertThat(new NoticeContent(
                                NoticeKind.WITHDRAWAL,
                                UUID.fromString("0f9b7a53-2c1d-4e8f-a6b5-c4d3e2f1a0b9"),
                                List.of(),
                                null,
                                null,
                                false,
                                Map.of())
                        .canonical())
                .isEqualTo(frozen(FOLLOW_UP));
        assertThat(NoticeContent.read(frozen(FOLLOW_UP)).hash())
                .isEqualTo("793a44fa863e90d4d854eb9d10e02cfcc4941b36dc7c2227fa9ea7816387649e");
    }

    @Test
    void a_content_of_a_newer_version_is_refused_with_a_word() throws IOException {
        assertThatThrownBy(() -> NoticeContent.read(frozen(FIRST).replace("\"version\":1", "\"version\":2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the notice's content is of version 2, this program reads 1");
    }

    @Test
    void what_is_missing_or_broken_is_refused_with_a_word_that_quotes_nothing() throws IOException {
        for (String field :
                List.of("version", "kind", "places", "from", "includeUnconfirmed", "texts", "spots", "body")) {
            assertThatThrownBy(() -> NoticeContent.read(frozen(FIRST).replace("\"" + field + "\"", "\"other\"")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the notice's content has no " + field);
        }
        assertThatThrownBy(() -> NoticeContent.read(frozen(FIRST).substring(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("みちのく");
    }

    private static String frozen(String name) throws IOException {
        try (InputStream file = CanonicalContentTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
