package mica.program.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** How much the packages say, as the environment asks. */
class LogLevelsTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger mail = context.getLogger("mica.office.mail.DoorLane");
    private final Logger front = context.getLogger("mica.front.mailbox.Mailbox");
    private final Logger jetty = context.getLogger("org.eclipse.jetty.server.Server");

    @BeforeEach
    void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLevelsTest.class.getResource("/logback.xml"));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void nothing_asked_is_info() {
        assertThat(mail.isInfoEnabled()).isTrue();
        assertThat(mail.isDebugEnabled()).isFalse();
    }

    @Test
    void a_level_alone_is_the_whole_house_s_and_no_library_s() {
        assertThat(LogLevels.set(context, "debug")).isEmpty();

        assertThat(mail.isDebugEnabled()).isTrue();
        assertThat(front.isDebugEnabled()).isTrue();
        assertThat(jetty.isInfoEnabled()).isFalse();
    }

    @Test
    void a_package_has_a_level_of_its_own() {
        assertThat(LogLevels.set(context, "mica.office.mail=TRACE, mica.front=ERROR"))
                .isEmpty();

        assertThat(mail.isTraceEnabled()).isTrue();
        assertThat(front.isWarnEnabled()).isFalse();
        assertThat(context.getLogger("mica.office.keys.KeyStore").isDebugEnabled())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", "mica.office=", "org.eclipse.jetty=DEBUG", "root=DEBUG", "mica.a=INFO=DEBUG", ""})
    void what_is_no_level_is_told_and_changes_nothing(String asked) {
        assertThat(LogLevels.set(context, "mica.front=DEBUG," + asked)).isPresent();

        assertThat(front.isDebugEnabled()).isFalse();
        assertThat(jetty.isInfoEnabled()).isFalse();
    }
}
