package mica.rehearsal.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection to the sink (RFC 5321, RFC 2920, RFC 3030). Answers when it has read all that came. One thread. */
final class SinkSession {

    private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};
    private static final byte[] SIGNATURE = "DKIM-Signature:".getBytes(StandardCharsets.US_ASCII);

    private static final int UNSIGNED = -1;

    private enum Mode {
        COMMANDS,
        DATA,
        CHUNK
    }

    private final Sink sink;
    private final String offers;
    private final byte[] buffer = new byte[256 * 1024];
    private final byte[] line = new byte[4_096];
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(4_096);
    private int lineLength;
    private Mode mode = Mode.COMMANDS;
    private int matched;
    private long chunkLeft;
    private boolean lastChunk;
    private int number = -1;
    private boolean inMessage;
    /** Octets of its beginning that are those of a signature. */
    private int signature;

    private boolean ended;
    private @Nullable ByteArrayOutputStream kept;

    SinkSession(Sink sink, boolean chunking) {
        this.sink = sink;
        this.offers = "250-sink\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n"
                + (chunking ? "250-CHUNKING\r\n" : "") + "250 SMTPUTF8\r\n";
    }

    void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            reply("220 sink ESMTP\r\n");
            while (!ended) {
                replies.writeTo(out);
                replies.reset();
                int read = in.read(buffer);
                if (read < 0) {
                    return;
                }
                take(read);
            }
            replies.writeTo(out);
        } catch (IOException gone) {
            // A sender that was killed; what it sent whole is counted.
            ended = true;
        }
    }

    private void take(int length) {
        int at = 0;
        while (at < length) {
            at = switch (mode) {
                case COMMANDS -> commands(at, length);
                case DATA -> data(at, length);
                case CHUNK -> chunk(at, length);
            };
        }
    }

    private int commands(int from, int length) {
        int at = from;
        while (at < length) {
            byte octet = buffer[at++];
            if (octet != '\n') {
                if (lineLength < line.length) {
                    line[lineLength++] = octet;
                }
                continue;
            }
            command(new String(line, 0, lineLength, StandardCharsets.ISO_8859_1).stripTrailing());
            lineLength = 0;
            if (mode != Mode.COMMANDS) {
                return at;
            }
        }
        return at;
    }

    private void command(String command) {
        String verb = command.length() < 4 ? command : command.substring(0, 4).toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> reply(offers);
            case "MAIL" -> {
                inMessage = false;
                kept = null;
                reply("250 2.1.0 ok\r\n");
            }
            case "RCPT" -> {
                number = number(command);
                reply("250 2.1.5 ok\r\n");
            }
            case "DATA" -> {
                mode = Mode.DATA;
                // The line break of the command itself counts for an empty message.
                matched = 2;
                beginMessage();
                reply("354 go on\r\n");
            }
            case "BDAT" -> {
                String[] words = command.split(" ", -1);
                chunkLeft = Long.parseLong(words[1]);
                lastChunk = words.length > 2;
                mode = Mode.CHUNK;
                beginMessage();
                if (chunkLeft == 0) {
                    chunkEnded();
                }
            }
            case "QUIT" -> {
                ended = true;
                reply("221 2.0.0 bye\r\n");
            }
            default -> reply("250 2.0.0 ok\r\n");
        }
    }

    private static int number(String command) {
        int end = command.indexOf('@');
        int at = end;
        while (at > 0 && command.charAt(at - 1) >= '0' && command.charAt(at - 1) <= '9') {
            at--;
        }
        return at < end ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(command, at, end, 10)) : -1;
    }

    private int data(int from, int length) {
        int at = from;
        int state = matched;
        while (at < length) {
            byte octet = buffer[at++];
            if (octet == END[state]) {
                if (++state == END.length) {
                    keep(from, at);
                    matched = 0;
                    taken();
                    return at;
                }
            } else {
                state = octet == '\r' ? 1 : 0;
            }
        }
        matched = state;
        keep(from, length);
        return at;
    }

    private int chunk(int from, int length) {
        int taken = (int) Math.min(chunkLeft, length - from);
        keep(from, from + taken);
        chunkLeft -= taken;
        if (chunkLeft == 0) {
            chunkEnded();
        }
        return from + taken;
    }

    private void chunkEnded() {
        if (lastChunk) {
            taken();
        } else {
            mode = Mode.COMMANDS;
            reply("250 2.0.0 chunk\r\n");
        }
    }

    private void taken() {
        mode = Mode.COMMANDS;
        sink.took(number, signature == SIGNATURE.length);
        number = -1;
        inMessage = false;
        if (kept != null) {
            sink.keepSample(kept.toByteArray());
            kept = null;
        }
        reply("250 2.6.0 taken\r\n");
    }

    private void beginMessage() {
        if (mode == Mode.CHUNK && inMessage) {
            return;
        }
        inMessage = true;
        signature = 0;
        if (sink.wantsSample()) {
            kept = new ByteArrayOutputStream();
        }
    }

    private void keep(int from, int to) {
        look(from, to);
        if (kept != null) {
            kept.write(buffer, from, to - from);
        }
    }

    /** Our signer puts its fields first; looking further would cost the sink time. */
    private void look(int from, int to) {
        for (int at = from; at < to && signature >= 0 && signature < SIGNATURE.length; at++) {
            signature = buffer[at] == SIGNATURE[signature] ? signature + 1 : UNSIGNED;
        }
    }

    private void reply(String text) {
        replies.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
