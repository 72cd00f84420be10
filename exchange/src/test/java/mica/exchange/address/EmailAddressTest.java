package mica.exchange.address;

import static org.assertj.core.api.Assertions.assertThat;

import mica.exchange.address.EmailAddress.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "name@example.jp, name@example.jp",
        "Name.Sur+tag@Example.JP, Name.Sur+tag@example.jp",
        "' name@example.jp ', name@example.jp",
        "ｎａｍｅ＠ｅｘａｍｐｌｅ．ｊｐ, name@example.jp",
        "name@example。jp, name@example.jp",
        "'　name@example.jp　', name@example.jp",
        "!#$%&'*+-/=?^_`{|}~@example.jp, !#$%&'*+-/=?^_`{|}~@example.jp",
        "a@例え.jp, a@xn--r8jz45g.jp",
        "a@xn--r8jz45g.jp, a@xn--r8jz45g.jp",
        "a@b.co, a@b.co"
    })
    void an_address_is_read_as_it_was_meant(String typed, String meant) {
        assertThat(EmailAddress.of(typed).spelled()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b@docomo.ne.jp", "abc.@ezweb.ne.jp", "a..b.@au.com", "\"a..b\"@docomo.ne.jp"})
    void old_carrier_addresses_with_loose_dots_are_taken_and_quoted_on_the_wire(String typed) {
        EmailAddress address = EmailAddress.of(typed);
        assertThat(address.wireForm()).startsWith("\"").contains("\"@");
        assertThat(EmailAddress.of(address.wireForm())).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, EMPTY",
                "'', EMPTY",
                "'   ', EMPTY",
                "name, NO_AT",
                "@example.jp, LOCAL_PART_MISSING",
                "name@, DOMAIN_MISSING",
                "a@b@example.jp, SEVERAL_ADDRESSES",
                "'a@example.jp,b@example.jp', SEVERAL_ADDRESSES",
                "a@example.jp;b@example.jp, SEVERAL_ADDRESSES",
                "a b@example.jp, LOCAL_PART_CHARACTER",
                "\"a b\"@example.jp, LOCAL_PART_CHARACTER",
                "\"a..b\"@example.jp, LOCAL_PART_CHARACTER",
                "名前@example.jp, LOCAL_PART_CHARACTER",
                "(comment)a@example.jp, LOCAL_PART_CHARACTER",
                "<a@example.jp, LOCAL_PART_CHARACTER",
                "a..b@example.jp, LOCAL_PART_DOTS",
                "a.@example.jp, LOCAL_PART_DOTS",
                ".a@docomo.ne.jp, LOCAL_PART_DOTS",
                "a@localhost, DOMAIN_WRONG",
                "a@[192.0.2.1], DOMAIN_WRONG",
                "a@192.0.2.1, DOMAIN_WRONG",
                "a@example.jp., DOMAIN_WRONG",
                "a@example..jp, DOMAIN_WRONG",
                "a@-example.jp, DOMAIN_WRONG",
                "a@exa_mple.jp, DOMAIN_WRONG",
                "a@exam ple.jp, DOMAIN_WRONG",
                "a@example.jp>, DOMAIN_WRONG",
                "a@example.j, DOMAIN_WRONG"
            })
    void what_is_no_address_is_refused_with_its_reason(String typed, Refusal reason) {
        assertThat(EmailAddress.parse(typed)).isEqualTo(new EmailAddress.Outcome.Refused(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.jp\r\nBcc: b@example.jp",
                "a\r\n@example.jp",
                "a\u0000@example.jp",
                "a@exam\u0000ple.jp",
                "a\u202E@example.jp",
                "a\u200B@example.jp",
                "a@example.jp\u2028x",
                "\uD800@example.jp",
                "a@\uD800.jp",
                "😀@example.jp"
            })
    void hostile_characters_never_get_through(String typed) {
        assertThat(EmailAddress.parse(typed)).isInstanceOf(EmailAddress.Outcome.Refused.class);
    }

    @Test
    void the_limits_of_length_are_those_of_the_standard() {
        String longest = "a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(3) + "jp";
        assertThat(EmailAddress.parse(longest)).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        assertThat(EmailAddress.parse("a" + longest)).isEqualTo(new EmailAddress.Outcome.Refused(Refusal.TOO_LONG));
        assertThat(EmailAddress.parse("a@" + "b".repeat(64) + ".jp"))
                .isEqualTo(new EmailAddress.Outcome.Refused(Refusal.DOMAIN_WRONG));
        assertThat(EmailAddress.parse("a".repeat(10_000)))
                .isEqualTo(new EmailAddress.Outcome.Refused(Refusal.TOO_LONG));
    }

    @Test
    void printing_an_address_does_not_show_whose_it_is() {
        assertThat(EmailAddress.of("name@example.jp").toString()).doesNotContain("name");
    }

    @Test
    void a_masked_address_shows_one_letter_and_not_how_many_there_are() {
        assertThat(EmailAddress.of("name@example.jp").masked()).isEqualTo("n***@example.jp");
        assertThat(EmailAddress.of("n@example.jp").masked()).isEqualTo("n***@example.jp");
    }

    @Test
    void two_spellings_of_one_mailbox_count_once() {
        assertThat(EmailAddress.of("Name@Example.jp").identity())
                .isEqualTo(EmailAddress.of("name@example.JP").identity());
    }
}
