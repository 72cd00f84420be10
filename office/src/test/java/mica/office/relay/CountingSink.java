package mica.office.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A relay that takes everything as fast as it comes and only counts; a program of its own for measuring. */
public final class CountingSink {

    private static final byte[] OK = "250 2.0.0 Ok\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GO_ON = "354 go on\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final AtomicLong TAKEN = new AtomicLong();

    private CountingSink() {}

    /** @param arguments port, and "chunking" or nothing */
    public static void main(String[] arguments) throws IOException {
        boolean chunking = arguments.length > 1 && arguments[1].equals("chunking");
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 100, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> {
                    try (socket) {
                        new Talk(socket, chunking).run();
                    } catch (IOException gone) {
                        System.out.println("taken " + TAKEN.get());
                    }
                });
            }
        }
    }

    private static final class Talk {

        private final InputStream in;
        private final OutputStream out;
        private final boolean chunking;
        private final byte[] buffer = new byte[64 * 1_024];
        private final byte[] answers = new byte[64 * 1_024];
        private int position;
        private int limit;
        private int answered;

        Talk(Socket socket, boolean chunking) throws IOException {
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.chunking = chunking;
        }

        void run() throws IOException {
            answer("220 sink ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] greeting = ("250-sink\r\n250-PIPELINING\r\n" + (chunking ? "250-CHUNKING\r\n" : "")
                            + "250 8BITMIME\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            while (true) {
                int kind = octet();
                if (kind == 'B') {
                    chunk();
                } else {
                    line();
                    switch (kind) {
                        case 'D' -> data();
                        case 'E' -> answer(greeting);
                        default -> answer(OK);
                    }
                }
            }
        }

        private void chunk() throws IOException {
            int length = 0;
            for (int c = octet(); c != '\n'; c = octet()) {
                length = c >= '0' && c <= '9' ? 10 * length + c - '0' : length;
            }
            while (length > 0) {
                if (position == limit) {
                    fill();
                }
                int some = Math.min(length, limit - position);
                position += some;
                length -= some;
            }
            TAKEN.incrementAndGet();
            answer(OK);
        }

        private void data() throws IOException {
            answer(GO_ON);
            int matched = 2;
            byte[] end = {'\r', '\n', '.', '\r', '\n'};
            while (matched < end.length) {
                int c = octet();
                matched = c == end[matched] ? matched + 1 : c == '\r' ? 1 : 0;
            }
            TAKEN.incrementAndGet();
            answer(OK);
        }

        private void line() throws IOException {
            while (octet() != '\n') {
                continue;
            }
        }

        private int octet() throws IOException {
            if (position == limit) {
                fill();
            }
            return buffer[position++];
        }

        private void fill() throws IOException {
            flush();
            limit = in.read(buffer);
            position = 0;
            if (limit < 0) {
                throw new IOException("gone");
            }
        }

        private void answer(byte[] reply) throws IOException {
            if (answered + reply.length > answers.length) {
                flush();
            }
            System.arraycopy(reply, 0, answers, answered, reply.length);
            answered += reply.length;
        }

        private void flush() throws IOException {
            out.write(answers, 0, answered);
            answered = 0;
        }
    }
}
