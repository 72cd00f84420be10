package mica.office.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of the listener, as rude as a test wants it. */
final class Lmtp implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;

    Lmtp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    Lmtp greeted() throws IOException {
        reply();
        say("LHLO relay.example.jp");
        return this;
    }

    void write(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    String say(String command) throws IOException {
        write(command + "\r\n");
        return reply();
    }

    /** The last line of a reply; "" when the other side hung up. */
    String reply() throws IOException {
        try {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return line == null ? "" : line;
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    /** The reply to the recipient when it was refused, to the message otherwise. */
    String deliver(String recipient, String message) throws IOException {
        say("MAIL FROM:<>");
        String reply = say("RCPT TO:<" + recipient + ">");
        if (!reply.startsWith("250")) {
            say("RSET");
            return reply;
        }
        say("DATA");
        return say(message.replaceAll("(?m)^\\.", "..") + ".");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
