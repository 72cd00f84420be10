package mica.front.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mica.exchange.health.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TakingTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Taking taking = new Taking(nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Taking.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private void after(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private List<String> errors() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void what_refuses_everybody_for_half_a_minute_is_an_error_and_said_once_a_minute() {
        taking.taken();
        for (int second = 0; second < 197; second++) {
            taking.refused("AWAY", 100);
            after(1);
        }
        assertThat(errors())
                .containsExactly(
                        "mailbox.refusing seconds=30 refused=3100 reason=\"AWAY\"",
                        "mailbox.refusing seconds=90 refused=9100 reason=\"AWAY\"",
                        "mailbox.refusing seconds=150 refused=15100 reason=\"AWAY\"");
        assertThat(taking.part().condition()).isEqualTo(Condition.DOWN);
        assertThat(taking.part().facts())
                .containsEntry("refusing_seconds", 197L)
                .containsEntry("says", "AWAY");

        taking.taken();
        assertThat(taking.part().condition()).isEqualTo(Condition.WELL);
        assertThat(taking.part().facts()).containsOnlyKeys("last_taken_seconds");
    }

    @Test
    void one_that_is_taken_between_two_that_are_not_is_no_outage() {
        for (int second = 0; second < 600; second++) {
            taking.refused("BUSY", 1);
            after(1);
            taking.taken();
        }
        assertThat(errors()).isEmpty();
        assertThat(taking.part().condition()).isEqualTo(Condition.WELL);
    }
}
