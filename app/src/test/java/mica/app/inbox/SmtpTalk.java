package mica.app.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;

/** SMTP by hand, for what no mail library would send. */
final class SmtpTalk implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    SmtpTalk(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        out = socket.getOutputStream();
        expect("220", answer());
        expect("250", say("EHLO test\r\n"));
    }

    void mail(String recipient, String content) throws IOException {
        expect("250", tryMail(recipient, content));
    }

    /** The answer to the content. */
    String tryMail(String recipient, String content) throws IOException {
        expect("250", say("MAIL FROM:<>\r\n"));
        expect("250", say("RCPT TO:" + recipient + "\r\n"));
        expect("354", say("DATA\r\n"));
        return say(content + ".\r\n");
    }

    void reset() throws IOException {
        expect("250", say("RSET\r\n"));
    }

    private String say(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
        return answer();
    }

    private String answer() throws IOException {
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("The server has hung up");
            }
            if (line.length() < 4 || line.charAt(3) != '-') {
                return line;
            }
        }
    }

    private static void expect(String code, String answer) throws IOException {
        if (!answer.startsWith(code)) {
            throw new IOException("Expected " + code + ", got " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
