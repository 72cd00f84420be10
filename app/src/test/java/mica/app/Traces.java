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

    private final Map<String, byte[]> spellings = new LinkedHashMap<>();
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
                finds.addAll(
                        in(name, Long.parseUnsignedLong(range[0], 16), Long.parseUnsignedLong(range[1], 16), (into, offset, position) -> {
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
            for (Map.Entry<String, byte[]> spelling : spellings.entrySet()) {
                for (int at = find(window, filled, spelling.getValue(), 0);
                        at >= 0;
                        at = find(window, filled, spelling.getValue(), at + 1)) {
                    finds.add("%s at %x (%s): %s"
                            .formatted(name, position - kept + at, spelling.getKey(), around(window, filled, at)));
                }
            }
            position += filled - kept;
            kept = Math.min(longest - 1, filled);
            System.arraycopy(window, filled - kept, window, 0, kept);
        }
        return finds;
    }

    private static int find(byte[] in, int length, byte[] what, int from) {
        byte first = what[0];
        byte last = what[what.length - 1];
        for (int at = from; at <= length - what.length; at++) {
            if (in[at] == first
                    && in[at + what.length - 1] == last
                    && Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }

    private static String around(byte[] window, int filled, int at) {
        int from = Math.max(0, at - 60);
        int to = Math.min(filled, at + 100);
        return new String(window, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]+", "·");
    }
}
