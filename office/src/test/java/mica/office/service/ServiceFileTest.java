package mica.office.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mica.exchange.database.Json;
import mica.exchange.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceFileTest {

    @TempDir
    Path folder;

    @Test
    void the_service_that_comes_with_the_program_names_the_law_of_its_retention() {
        var disease = ServiceFile.miyagi().disease();
        assertThat(disease.retentionDays()).isLessThanOrEqualTo(disease.legalMaximumDays());
        assertThat(disease.source().get("ja")).contains("個人情報の保護に関する法律");
        assertThat(disease.source().get("en")).isNotBlank();
        assertThat(Json.read(Json.write(ServiceFile.miyagi()), mica.exchange.directory.ServiceFacts.class))
                .isEqualTo(ServiceFile.miyagi());
    }

    @Test
    void a_retention_above_the_legal_maximum_is_refused_in_one_line() {
        assertThatThrownBy(() -> read("\"retentionDays\":14", "\"retentionDays\":29"))
                .hasMessage("not usable: disease.retentionDays is 29, above the legal maximum of 28 ("
                        + ServiceFile.miyagi().disease().source().get("ja") + ")")
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_retention_of_no_day_and_a_missing_law_are_refused() {
        assertThatThrownBy(() -> read("\"retentionDays\":14", "\"retentionDays\":0"))
                .hasMessageContaining("disease.retentionDays must be at least 1");
        assertThatThrownBy(() -> read("\"source\":", "\"source\":{},\"other\":"))
                .hasMessageContaining("disease.source must have a text");
        assertThatThrownBy(() -> read("\"source\":{\"ja\":", "\"source\":{\"fr\":"))
                .hasMessage("not usable: disease.source must have a text in 日本語 (ja), the first of its languages");
        assertThatThrownBy(() -> read("\"longestHoldDays\":60", "\"longestHoldDays\":-1"))
                .hasMessageContaining("disease.longestHoldDays");
    }

    @Test
    void a_language_without_texts_is_refused_and_told_which_there_are() {
        assertThatThrownBy(() -> read("\"languages\":[\"ja\",\"en\"]", "\"languages\":[\"ja\",\"vi\"]"))
                .hasMessage("not usable: languages: there are no texts in vi, only in " + Language.all());
        assertThatThrownBy(() -> read("\"languages\":[\"ja\",\"en\"]", "\"languages\":[\"ja\",\"ja\"]"))
                .hasMessage("not usable: languages: one is named twice");
        assertThatThrownBy(() -> read("\"languages\":[\"ja\",\"en\"]", "\"languages\":[\"en-XA\",\"en\"]"))
                .hasMessageContaining("name must have a text in Ééñglïïsh (en-XA)");
    }

    @Test
    void an_address_that_cannot_exist_is_refused() {
        assertThatThrownBy(() -> read("mica@example.jp", "mica@example.jpn"))
                .hasMessage("not usable: email is no address: TOP_LEVEL_UNKNOWN");
    }

    private void read(String part, String instead) throws IOException {
        String json = Json.write(ServiceFile.miyagi());
        assertThat(json).contains(part);
        ServiceFile.read(Files.writeString(folder.resolve("service.json"), json.replace(part, instead)));
    }
}
