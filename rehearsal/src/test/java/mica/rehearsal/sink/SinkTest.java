package mica.rehearsal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkTest {

    private static final String SIGNED = "DKIM-Signature: v=1\r\nSubject: a\r\n\r\nb\r\n";
    private static final String UNSIGNED = "Subject: a\r\nDKIM-Signature: v=1\r\n\r\nb\r\n";

    private Sink sink;
    private Socket socket;
    private BufferedReader replies;

    @BeforeEach
    void connect() throws IOException {
        sink = new Sink(true, 100);
        socket = new Socket(InetAddress.getLoopbackAddress(), sink.port());
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        awaitReply("220");
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        sink.close();
    }

    private void awaitReply(String start) throws IOException {
        assertThat(replies.readLine()).startsWith(start);
    }

    private void say(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private void envelope(String recipient) throws IOException {
        say("MAIL FROM:<bounce+1@example.jp>\r\nRCPT TO:<" + recipient + ">\r\n");
        awaitReply("250 2.1.0");
        awaitReply("250 2.1.5");
    }

    private void data(String recipient, String message) throws IOException {
        envelope(recipient);
        say("DATA\r\n");
        awaitReply("354");
        for (char octet : (message + ".\r\n").toCharArray()) {
            say(String.valueOf(octet));
        }
        awaitReply("250 2.6.0");
    }

    private void chunks(String recipient, String message) throws IOException {
        envelope(recipient);
        say("BDAT 7\r\n" + message.substring(0, 7));
        awaitReply("250 2.0.0 chunk");
        say("BDAT " + (message.length() - 7) + " LAST\r\n" + message.substring(7));
        awaitReply("250 2.6.0");
    }

    @Test
    void every_mail_is_counted_for_the_number_in_its_address() throws IOException {
        data("p0000007@example.jp", UNSIGNED);
        chunks("visitor000000000008@example.jp", UNSIGNED);
        data("visitor@example.jp", UNSIGNED);
        Counts counts = sink.counts();
        assertThat(counts.messages()).isEqualTo(3);
        assertThat(counts.people()).isEqualTo(2);
        assertThat(counts.doubles()).isZero();
        assertThat(sink.takenAt(7)).isEqualTo(counts.firstNanos());
        assertThat(sink.takenAt(8)).isBetween(counts.firstNanos(), counts.lastNanos());
        assertThat(sink.takenAt(9)).isZero();
    }

    @Test
    void a_second_copy_is_a_double_and_does_not_change_when_the_first_came() throws IOException {
        data("p7@example.jp", UNSIGNED);
        long first = sink.takenAt(7);
        data("p7@example.jp", UNSIGNED);
        assertThat(sink.counts().people()).isEqualTo(1);
        assertThat(sink.counts().doubles()).isEqualTo(1);
        assertThat(sink.takenAt(7)).isEqualTo(first);
    }

    @Test
    void mails_that_begin_with_a_signature_are_counted() throws IOException {
        data("p1@example.jp", SIGNED);
        chunks("p2@example.jp", SIGNED);
        chunks("p3@example.jp", UNSIGNED);
        data("p4@example.jp", UNSIGNED);
        say("MAIL FROM:<a@example.jp>\r\nRCPT TO:<p5@example.jp>\r\nBDAT 5\r\nDKIM-RSET\r\n");
        for (int reply = 0; reply < 4; reply++) {
            awaitReply("250");
        }
        chunks("p6@example.jp", SIGNED);
        assertThat(sink.counts().messages()).isEqualTo(5);
        assertThat(sink.counts().signed()).isEqualTo(3);
    }

    @Test
    void after_a_reset_nothing_is_known_of_what_came_before() throws IOException {
        data("p1@example.jp", SIGNED);
        assertThat(new String(sink.sample(), StandardCharsets.US_ASCII)).isEqualTo(SIGNED + ".\r\n");
        sink.reset();
        assertThat(sink.sample()).isNull();
        chunks("p2@example.jp", UNSIGNED);
        assertThat(new String(sink.sample(), StandardCharsets.US_ASCII)).isEqualTo(UNSIGNED);
        assertThat(sink.counts().messages()).isEqualTo(1);
        assertThat(sink.counts().signed()).isZero();
        assertThat(sink.takenAt(1)).isZero();
    }
}
