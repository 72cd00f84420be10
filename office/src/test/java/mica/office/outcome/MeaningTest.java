package mica.office.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import mica.office.outcome.Meaning.Consequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {

    @ParameterizedTest
    @CsvSource({
        "550, 5.1.1, NO_SUCH_ADDRESS",
        "550, 5.1.2, NO_SUCH_ADDRESS",
        "553, 5.1.3, NO_SUCH_ADDRESS",
        "556, 5.1.10, NO_SUCH_ADDRESS",
        "551, 5.1.6, NO_SUCH_ADDRESS",
        "553, 5.1.8, OUR_FAULT",
        "550, 5.1.7, OUR_FAULT",
        "550, 5.2.1, MAILBOX_CLOSED",
        "552, 5.2.2, MAILBOX_FULL",
        "452, 4.2.2, MAILBOX_FULL",
        "450, 4.2.0, NOT_NOW",
        "552, 5.3.4, MESSAGE_NOT_TAKEN",
        "550, 5.6.0, MESSAGE_NOT_TAKEN",
        "550, 5.7.1, POLICY",
        "554, 5.7.26, POLICY",
        "503, 5.5.1, OUR_FAULT",
        "530, 5.7.0, POLICY",
        "450, 4.1.1, NOT_NOW",
        "451, 4.7.1, NOT_NOW",
        "550, '', UNTOLD",
        "551, '', NO_SUCH_ADDRESS",
        "552, '', MAILBOX_FULL",
        "553, '', NO_SUCH_ADDRESS",
        "554, '', UNTOLD",
        "530, '', OUR_FAULT",
        "421, '', NOT_NOW",
        "450, '', NOT_NOW",
        "599, 5.99.99, UNTOLD"
    })
    void replies_mean_what_the_standard_says(int code, String status, Meaning meaning) {
        assertThat(Meaning.of(code, status)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, PERMANENT", "5.1.01, PERMANENT", "4.1.1, TEMPORARY", "5.2.2, TEMPORARY", "5.7.1, UNCERTAIN",
        "2.0.0, UNCERTAIN", "'', UNCERTAIN", "5.1.1.1, UNCERTAIN", "5.1, UNCERTAIN", "9.1.1, UNCERTAIN",
        "5.1.1234, UNCERTAIN"
    })
    void statuses_of_reports_are_sorted(String status, Consequence verdict) {
        assertThat(Meaning.of(status).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "550, 5.1.1, user unknown, NO_SUCH_ADDRESS",
        "550, '', <a@example.jp>: User unknown, NO_SUCH_ADDRESS",
        "550, 5.1.1, listed at zen.spamhaus.org, POLICY",
        "550, 5.1.1, too many connections, NOT_NOW",
        "553, '', sorry, UNTOLD",
        "551, '', not our customer, NO_SUCH_ADDRESS",
        "551, '', '', NO_SUCH_ADDRESS",
        "450, 4.1.1, user unknown, NOT_NOW",
        "452, 4.2.2, mailbox full, MAILBOX_FULL",
        "552, '', over quota, MAILBOX_FULL",
        "550, 5.1.1, <blocked@spam.example.jp> unknown user, NO_SUCH_ADDRESS",
        "550, 5.1.1, no user https://help.example.jp/spam/blocked, NO_SUCH_ADDRESS"
    })
    void the_words_of_a_reply_decide_where_they_disagree_with_its_codes(
            int code, String status, String words, Meaning meaning) {
        assertThat(Meaning.of(code, status, words)).isEqualTo(meaning);
    }

    @Test
    void only_an_unknown_address_says_that_an_address_is_dead() {
        for (int subject = 0; subject < 8; subject++) {
            for (int detail = 0; detail < 40; detail++) {
                boolean dead = Meaning.of("5." + subject + "." + detail) == Meaning.NO_SUCH_ADDRESS;
                assertThat(dead).isEqualTo(subject == 1 && (detail >= 1 && detail <= 3 || detail == 6 || detail == 10));
            }
        }
    }
}
