package mica.bench.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private final HttpAnswer answer = new HttpAnswer();

    /** The answer octet by octet, complete with the last one and not before. */
    private void reads(String octets) {
        ByteBuffer received = ByteBuffer.allocate(1_000);
        answer.reset();
        byte[] all = octets.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < all.length; i++) {
            received.put(all[i]);
            assertThat(answer.isComplete(received)).as("after %d octets", i + 1).isEqualTo(i == all.length - 1);
        }
    }

    @Test
    void a_redirect_is_complete_after_its_head() {
        reads("HTTP/1.1 303 See Other\r\nLOCATION: http://localhost:8080/A/accepted/B\r\ncontent-length: 0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/A/accepted/B");
    }

    @Test
    void a_page_is_complete_after_as_many_octets_as_it_says() {
        reads("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n0\r\n\r\n0\r\n\r\nab");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.location()).isEmpty();
    }

    @Test
    void a_page_in_chunks_is_complete_after_the_empty_one() {
        reads("HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(503);
    }
}
