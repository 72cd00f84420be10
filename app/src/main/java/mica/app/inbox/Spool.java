package mica.app.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import mica.exchange.database.Json;

/**
 * The mails in a folder, a file each, and their index in memory. The oldest go when the limits are passed. All methods may
 * be called by any thread.
 *
 * <p>A file {@code <id>.mail} begins with a line of JSON, its {@link StoredEnvelope}; what follows is the mail as it came.
 */
final class Spool {

    private static final String ENDING = ".mail";
    /** Longer headers are nobody's whose mail a demo shows. */
    private static final int LONGEST_HEAD = 1 << 20;

    private final Path directory;
    private final long maximumBytes;
    private final int maximumMails;
    private final ConcurrentSkipListMap<Long, ReceivedMail> index = new ConcurrentSkipListMap<>();
    private final Object writing = new Object();
    private long bytes;
    private volatile int count;
    private volatile long last;

    /** What SMTP says beside the mail. */
    private record StoredEnvelope(Instant receivedAt, String from, List<String> to) {}

    Spool(Path directory, long maximumBytes, int maximumMails) throws IOException {
        this.directory = directory;
        this.maximumBytes = maximumBytes;
        this.maximumMails = maximumMails;
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(each -> each.getFileName().toString().matches("[0-9]{1,18}\\" + ENDING))
                    .parallel()
                    .flatMap(each -> read(each).stream())
                    .forEach(each -> index.put(each.id(), each));
        }
        index.values().forEach(each -> bytes += each.size());
        count = index.size();
        last = index.isEmpty() ? 0 : index.lastKey();
    }

    ReceivedMail add(Instant receivedAt, String envelopeFrom, List<String> envelopeTo, byte[] raw) {
        ReceivedMail.Summary summary = MailReader.summary(raw);
        byte[] envelope = (Json.write(new StoredEnvelope(receivedAt, envelopeFrom, envelopeTo)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(envelope, envelope.length + raw.length);
        System.arraycopy(raw, 0, whole, envelope.length, raw.length);
        synchronized (writing) {
            long id = last + 1;
            ReceivedMail message = new ReceivedMail(
                    id, receivedAt, envelopeFrom, List.copyOf(envelopeTo), summary, raw.length, envelope.length);
            try {
                // Under its name when it is whole: half a mail is none.
                Path part = Files.write(directory.resolve("arriving"), whole);
                Files.move(part, file(id), StandardCopyOption.ATOMIC_MOVE);
                index.put(id, message);
                last = id;
                bytes += raw.length;
                count = count + 1;
                while (index.size() > 1 && (bytes > maximumBytes || count > maximumMails)) {
                    drop(index.firstEntry());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return message;
        }
    }

    Optional<ReceivedMail> find(long id) {
        return Optional.ofNullable(index.get(id));
    }

    /** The mail as it came, byte by byte; empty when it has been dropped meanwhile. */
    Optional<byte[]> raw(ReceivedMail message) {
        try {
            byte[] whole = Files.readAllBytes(file(message.id()));
            return Optional.of(Arrays.copyOfRange(whole, message.begin(), whole.length));
        } catch (NoSuchFileException dropped) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Newest first; {@code below} leaves out that id and everything newer. */
    Stream<ReceivedMail> newestFirst(Search search, long below) {
        return index.headMap(below, false).descendingMap().values().stream().filter(search);
    }

    /** Oldest first, of those that came after the mail {@code after}. */
    Stream<ReceivedMail> oldestFirst(Search search, long after) {
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
                while (!index.isEmpty()) {
                    drop(index.firstEntry());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void drop(Map.Entry<Long, ReceivedMail> oldest) throws IOException {
        index.remove(oldest.getKey());
        bytes -= oldest.getValue().size();
        count = count - 1;
        Files.deleteIfExists(file(oldest.getKey()));
    }

    private Path file(long id) {
        return directory.resolve(id + ENDING);
    }

    /** A file that is no mail of this inbox is left out and left alone. */
    private static Optional<ReceivedMail> read(Path file) {
        String name = file.getFileName().toString();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(LONGEST_HEAD);
            int begin = 0;
            while (begin < head.length && head[begin++] != '\n') {}
            StoredEnvelope envelope =
                    Json.read(new String(head, 0, begin, StandardCharsets.UTF_8), StoredEnvelope.class);
            return Optional.of(new ReceivedMail(
                    Long.parseLong(name.substring(0, name.length() - ENDING.length())),
                    envelope.receivedAt(),
                    envelope.from(),
                    envelope.to(),
                    MailReader.summary(Arrays.copyOfRange(head, begin, head.length)),
                    (int) Files.size(file) - begin,
                    begin));
        } catch (IOException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
