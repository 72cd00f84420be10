package mica.app.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The mails on disk and their index in memory. Taking a mail costs one write whatever the number of mails kept; the
 * oldest files are dropped when the limits are passed. All methods may be called by any thread.
 */
final class Spool implements AutoCloseable {

    /** Large enough for few files, small enough that dropping the oldest takes only a fraction of the mails. */
    private static final long SEGMENT_BYTES = 16L << 20;

    private static final int RECORD_MARK = 0x4D494341;
    private static final int RECORD_HEADER = Integer.BYTES * 3 + Long.BYTES * 2;
    private static final int LONGEST_ENVELOPE = 16 << 20;

    private final Path directory;
    private final long maximumBytes;
    private final int maximumMails;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final ConcurrentSkipListMap<Long, Message> index = new ConcurrentSkipListMap<>();
    private final Object writing = new Object();
    private long bytes;
    private volatile int count;
    private volatile long last;

    Spool(Path directory, long maximumBytes, int maximumMails) throws IOException {
        this.directory = directory;
        this.maximumBytes = maximumBytes;
        this.maximumMails = maximumMails;
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".mails"))
                    .sorted()
                    .toList()) {
                recover(new Segment(file));
            }
        }
    }

    Message add(Instant receivedAt, String envelopeFrom, List<String> envelopeTo, byte[] raw) {
        Message.Summary summary = MailReader.summary(raw);
        byte[] envelope = envelope(envelopeFrom, envelopeTo, summary);
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + envelope.length + raw.length);
        synchronized (writing) {
            try {
                Segment segment = current();
                long id = last + 1;
                record.putInt(RECORD_MARK)
                        .putLong(id)
                        .putLong(receivedAt.toEpochMilli())
                        .putInt(envelope.length)
                        .putInt(raw.length)
                        .put(envelope)
                        .put(raw)
                        .flip();
                long position = segment.end() + RECORD_HEADER + envelope.length;
                segment.append(record);
                Message message = new Message(
                        id, receivedAt, envelopeFrom, List.copyOf(envelopeTo), summary, raw.length, segment, position);
                keep(message, record.capacity());
                dropOldest();
                return message;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Optional<Message> find(long id) {
        return Optional.ofNullable(index.get(id));
    }

    /** The mail as it came, byte by byte; empty when it has been dropped meanwhile. */
    Optional<byte[]> raw(Message message) {
        try {
            return message.segment().read(message.position(), message.size()).map(ByteBuffer::array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Newest first; {@code below} leaves out that id and everything newer. */
    Stream<Message> newestFirst(Search search, long below) {
        return index.headMap(below, false).descendingMap().values().stream().filter(search);
    }

    /** Oldest first, of those that came after the mail {@code after}. */
    Stream<Message> oldestFirst(Search search, long after) {
        return index.tailMap(after, false).values().stream().filter(search);
    }

    int count() {
        return count;
    }

    /** The id of the newest mail ever taken, 0 before the first; grows with every mail, also after a clear. */
    long last() {
        return last;
    }

    void clear() {
        synchronized (writing) {
            try {
                index.clear();
                count = 0;
                bytes = 0;
                while (!segments.isEmpty()) {
                    segments.removeFirst().remove();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (writing) {
            for (Segment segment : segments) {
                segment.close();
            }
        }
    }

    private Segment current() throws IOException {
        Segment newest = segments.peekLast();
        if (newest == null || newest.end() >= SEGMENT_BYTES || newest.mails() >= Math.max(1, maximumMails / 10)) {
            newest = new Segment(directory.resolve("%019d.mails".formatted(last + 1)));
            segments.addLast(newest);
        }
        return newest;
    }

    private void keep(Message message, int length) {
        index.put(message.id(), message);
        message.segment().count();
        last = message.id();
        count++;
        bytes += length;
    }

    private void dropOldest() throws IOException {
        while (segments.size() > 1 && (bytes > maximumBytes || count > maximumMails)) {
            Segment oldest = segments.removeFirst();
            bytes -= oldest.end();
            count -= oldest.mails();
            for (int i = oldest.mails(); i > 0; i--) {
                index.pollFirstEntry();
            }
            oldest.remove();
        }
    }

    /** A record that a crash cut short, and whatever follows it, is cut off. */
    private void recover(Segment segment) throws IOException {
        long position = 0;
        while (position < segment.end()) {
            Optional<ByteBuffer> header = segment.read(position, RECORD_HEADER);
            if (header.isEmpty() || header.get().getInt() != RECORD_MARK) {
                break;
            }
            long id = header.get().getLong();
            Instant receivedAt = Instant.ofEpochMilli(header.get().getLong());
            int envelopeLength = header.get().getInt();
            int size = header.get().getInt();
            long content = position + RECORD_HEADER + envelopeLength;
            if (envelopeLength < 0 || envelopeLength > LONGEST_ENVELOPE || size < 0 || content + size > segment.end()) {
                break;
            }
            byte[] envelope = segment.read(position + RECORD_HEADER, envelopeLength)
                    .map(ByteBuffer::array)
                    .orElseThrow();
            keep(read(envelope, id, receivedAt, size, segment, content), (int) (content + size - position));
            position = content + size;
        }
        segment.truncate(position);
        if (position == 0) {
            segment.remove();
        } else {
            segments.addLast(segment);
        }
    }

    private static byte[] envelope(String from, List<String> to, Message.Summary summary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(from);
            write(out, to);
            out.writeUTF(summary.from());
            write(out, summary.to());
            out.writeUTF(summary.subject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Message read(byte[] envelope, long id, Instant receivedAt, int size, Segment segment, long position)
            throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(envelope))) {
            String from = in.readUTF();
            List<String> to = readList(in);
            Message.Summary summary = new Message.Summary(in.readUTF(), readList(in), in.readUTF());
            return new Message(id, receivedAt, from, to, summary, size, segment, position);
        }
    }

    private static void write(DataOutputStream out, List<String> values) throws IOException {
        out.writeInt(values.size());
        for (String value : values) {
            out.writeUTF(value);
        }
    }

    private static List<String> readList(DataInputStream in) throws IOException {
        List<String> values = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            values.add(in.readUTF());
        }
        return List.copyOf(values);
    }
}
