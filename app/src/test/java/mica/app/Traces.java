package mica.app;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for a word in files and memory, in every spelling a computer may have given it. */
final class Traces {

    private static final int WINDOW = 1 << 22;

    /** As many finds tell enough. */
    private static final int MOST = 100;

    private final Map<String, byte[]> spellings = new LinkedHashMap<>();

    /** The first two octets of a spelling: hardly any place in memory needs a second look. */
    private final boolean[] beginnings = new boolean[1 << 16];

    private final int longest;

    /** @param word unmistakable, ASCII, at least eight characters */
    Traces(String word) {
        byte[] octets = word.getBytes(StandardCharsets.US_ASCII);
        spellings.put("UTF-8", octets);
        spellings.put("upper case", word.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        spellings.put("UTF-16BE", word.getBytes(StandardCharsets.UTF_16BE));
        spellings.put("UTF-16LE", word.getBytes(StandardCharsets.UTF_16LE));
        spellings.put("hexadecimal", ascii(HexFormat.of().formatHex(octets)));
        spellings.put("HEXADECIMAL", ascii(HexFormat.of().withUpperCase().formatHex(octets)));
        spellings.put(
                "percent", ascii(HexFormat.of().withUpperCase().withPrefix("%").formatHex(octets)));
        for (int shift = 0; shift < 3; shift++) {
            spellings.put("base64 at " + shift, base64(octets, shift));
        }
        spellings.values().forEach(spelling -> beginnings[beginning(spelling, 0)] = true);
        longest = spellings.values().stream().mapToInt(s -> s.length).max().orElseThrow();
    }

    /** The part of the Base64 form that does not depend on the neighbours. */
    private static byte[] base64(byte[] octets, int shift) {
        byte[] shifted = new byte[octets.length + shift];
        System.arraycopy(octets, 0, shifted, shift, octets.length);
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(shifted);
        int from = shift == 0 ? 0 : 4;
        int to = shifted.length / 3 * 4;
        return Arrays.copyOfRange(encoded, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Something that can be read piece by piece. */
    @FunctionalInterface
    interface Source {
        /** Reads on from a position; answers how many octets, or less than one at the end. */
        int read(byte[] into, int offset, long position) throws IOException;
    }

    /** Every find in a file, with its place and its neighbourhood. */
    List<String> in(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return in(file.getFileName().toString(), 0, Long.MAX_VALUE, (into, offset, position) -> {
                channel.position(position);
                return channel.read(java.nio.ByteBuffer.wrap(into, offset, into.length - offset));
            });
        }
    }

    /** Every find in the files of a folder. */
    List<String> under(Path folder) throws IOException {
        List<String> finds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    finds.addAll(in(file));
                } catch (java.nio.file.NoSuchFileException gone) {
                    // Deleted meanwhile.
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
        return finds;
    }

    /** Whether this machine lets one process read another's memory. */
    static boolean canReadMemoryOf(ProcessHandle process) {
        return Files.isReadable(of(process, "mem"));
    }

    private static Path of(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Every find in the writable memory of a process, used or free. */
    List<String> inMemoryOf(ProcessHandle process) throws IOException {
        List<String> finds = new ArrayList<>();
        try (RandomAccessFile memory = new RandomAccessFile(of(process, "mem").toFile(), "r")) {
            for (String line : Files.readAllLines(of(process, "maps"))) {
                String[] words = line.split("\\s+", 6);
                if (!words[1].startsWith("rw")) {
                    continue;
                }
                String[] range = words[0].split("-");
                String name = words.length > 5 && !words[5].isEmpty() ? words[5] : "anonymous";
                finds.addAll(in(
                        name,
                        Long.parseUnsignedLong(range[0], 16),
                        Long.parseUnsignedLong(range[1], 16),
                        (into, offset, position) -> {
                            memory.seek(position);
                            try {
                                return memory.read(into, offset, into.length - offset);
                            } catch (IOException notMapped) {
                                return -1;
                            }
                        }));
            }
        }
        return finds;
    }

    List<String> in(String name, long from, long to, Source source) throws IOException {
        List<String> finds = new ArrayList<>();
        byte[] window = new byte[WINDOW];
        int kept = 0;
        long position = from;
        while (position < to) {
            int read = source.read(window, kept, position);
            if (read <= 0) {
                break;
            }
            int filled = kept + (int) Math.min(read, to - position);
            for (int at = 0; at < filled - 1 && finds.size() < MOST; at++) {
                if (beginnings[beginning(window, at)]) {
                    for (String spelling : begunAt(window, filled, at)) {
                        finds.add("%s at %x (%s): %s"
                                .formatted(name, position - kept + at, spelling, around(window, filled, at)));
                    }
                }
            }
            position += filled - kept;
            kept = Math.min(longest - 1, filled);
            System.arraycopy(window, filled - kept, window, 0, kept);
        }
        return finds;
    }

    private List<String> begunAt(byte[] window, int filled, int at) {
        return spellings.entrySet().stream()
                .filter(spelling -> {
                    int length = spelling.getValue().length;
                    return at + length <= filled
                            && Arrays.equals(window, at, at + length, spelling.getValue(), 0, length);
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int beginning(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }

    private static String around(byte[] window, int filled, int at) {
        int from = Math.max(0, at - 60);
        int to = Math.min(filled, at + 100);
        return new String(window, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]+", "·");
    }
}
