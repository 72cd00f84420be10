package mica.office.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * A file to which lines are only added, on a disk of its own, best one that can be written once. What it missed while it
 * could not be written is added later. For one thread.
 */
final class FilePlace implements SecondPlace {

    private static final int LINES_AT_A_TIME = 1_000;
    /** A line has less than 350 octets. */
    private static final int TAIL = 1_024;

    private final Path path;

    FilePlace(Path path) {
        this.path = path;
    }

    @Override
    public void write(SignedHead newest, Earlier earlier) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Instant last = lastSigned();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (file.size() > 0 && !endsALine()) {
                append(file, "\n");
            }
            if (!newest.signedAt().isAfter(last)) {
                // A clock was set back; without this nothing would be written until it is where it was.
                append(file, newest.line() + "\n");
            }
            List<SignedHead> missing = earlier.after(last, LINES_AT_A_TIME);
            while (!missing.isEmpty()) {
                StringBuilder lines = new StringBuilder();
                missing.forEach(head -> lines.append(head.line()).append('\n'));
                append(file, lines.toString());
                missing = earlier.after(missing.getLast().signedAt(), LINES_AT_A_TIME);
            }
            file.force(true);
        }
    }

    private static void append(FileChannel file, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    @Override
    public List<SignedHead> newest() throws IOException {
        return tail().lines().flatMap(line -> SignedHead.read(line).stream()).toList();
    }

    /** When the last head of the file was signed; the beginning of time when it has none. */
    private Instant lastSigned() throws IOException {
        List<SignedHead> newest = newest();
        return newest.isEmpty() ? Instant.EPOCH : newest.getLast().signedAt();
    }

    private boolean endsALine() throws IOException {
        return tail().endsWith("\n");
    }

    private String tail() throws IOException {
        if (!Files.exists(path)) {
            return "";
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer octets = ByteBuffer.allocate(TAIL);
            file.position(Math.max(0, file.size() - TAIL));
            while (octets.hasRemaining() && file.read(octets) >= 0) {
                continue;
            }
            return new String(octets.array(), 0, octets.position(), StandardCharsets.US_ASCII);
        }
    }
}
