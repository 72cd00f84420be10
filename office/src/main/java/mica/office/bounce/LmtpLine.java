package mica.office.bounce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lines in and out of one connection, each within its length and its time. */
final class LmtpLine {

    /** RFC 5321, 4.5.3.1: a command has 512 octets, with the longest path a few more. */
    private static final int LONGEST_COMMAND = 1_024;

    private final Socket socket;
    private final InputStream in;
    private final Duration silence;
    private final long end;
    private final byte[] buffer = new byte[8_192];
    private int position;
    private int limit;

    LmtpLine(Socket socket, LmtpLimits limits) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.silence = limits.silence();
        this.end = System.nanoTime() + limits.session().toNanos();
    }

    /** Thrown for what no mail server sends. */
    static final class Unruly extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** A command without its line end. */
    String readCommand() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        long deadline = System.nanoTime() + silence.toNanos();
        while (true) {
            byte octet = next(deadline);
            if (octet == '\n') {
                return line.toString(StandardCharsets.US_ASCII).stripTrailing();
            }
            if (line.size() == LONGEST_COMMAND || octet == 0) {
                throw new Unruly();
            }
            line.write(octet);
        }
    }

    /** Where the reader stands between two octets of a message. */
    private enum LmtpPosition {
        LINE_START,
        DOT,
        DOT_CR,
        INSIDE,
        CR
    }

    /**
     * A message up to the dot on a line of its own, dots no longer doubled. A lone CR or LF ends no line, so that nothing
     * within a message passes for its end.
     *
     * @return its first octets; null when it is larger than allowed
     */
    byte @Nullable [] readMessage(int kept, long largest) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(4_096);
        long size = 0;
        LmtpPosition at = LmtpPosition.LINE_START;
        long deadline = System.nanoTime() + silence.toNanos();
        while (true) {
            byte octet = next(deadline);
            if (at == LmtpPosition.DOT_CR && octet == '\n') {
                return size > largest ? null : message.toByteArray();
            }
            at = after(at, octet);
            if (at == LmtpPosition.DOT || at == LmtpPosition.DOT_CR) {
                continue;
            }
            if (at == LmtpPosition.LINE_START) {
                deadline = System.nanoTime() + silence.toNanos();
            }
            size++;
            if (message.size() < kept) {
                message.write(octet);
            }
        }
    }

    private static LmtpPosition after(LmtpPosition at, byte octet) {
        return switch (at) {
            case LINE_START -> octet == '.' ? LmtpPosition.DOT : octet == '\r' ? LmtpPosition.CR : LmtpPosition.INSIDE;
            case DOT -> octet == '\r' ? LmtpPosition.DOT_CR : LmtpPosition.INSIDE;
            case CR -> octet == '\n' ? LmtpPosition.LINE_START : octet == '\r' ? LmtpPosition.CR : LmtpPosition.INSIDE;
            case DOT_CR, INSIDE -> octet == '\r' ? LmtpPosition.CR : LmtpPosition.INSIDE;
        };
    }

    void reply(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private byte next(long deadline) throws IOException {
        if (position == limit) {
            long left = TimeUnit.NANOSECONDS.toMillis(Math.min(deadline, end) - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            limit = in.read(buffer);
            position = 0;
            if (limit < 0) {
                limit = 0;
                throw new IOException("hung up");
            }
        }
        return buffer[position++];
    }
}
