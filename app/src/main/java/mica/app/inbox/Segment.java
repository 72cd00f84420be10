package mica.app.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One file of mails. Bytes are only ever added at its end; it is removed as a whole. Readers need no lock. */
final class Segment {

    private final Path file;
    private final FileChannel channel;
    private long end;
    private int mails;

    Segment(Path file) throws IOException {
        this.file = file;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.end = channel.size();
    }

    Path file() {
        return file;
    }

    long end() {
        return end;
    }

    int mails() {
        return mails;
    }

    void count() {
        mails++;
    }

    void append(ByteBuffer bytes) throws IOException {
        long position = end;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
        end = position;
    }

    void truncate(long newEnd) throws IOException {
        channel.truncate(newEnd);
        end = newEnd;
    }

    /** The bytes at a position; empty when the file has been removed meanwhile or ends before. */
    Optional<ByteBuffer> read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    return Optional.empty();
                }
            }
        } catch (ClosedChannelException e) {
            return Optional.empty();
        }
        return Optional.of(bytes.flip());
    }

    void close() throws IOException {
        channel.close();
    }

    void remove() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
