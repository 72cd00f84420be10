package mica.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import mica.front.memory.MemoryJob;

/**
 * A program whose heap was full of one word, in pieces of every size and age between pieces that go on living, and which has
 * let go of the word everywhere before it overwrites its free memory as the front does.
 */
final class StuffedHeap {

    private static final int LARGEST = 1_500_000;

    private static final byte[] NOTHING = {};
    private static final int BYSTANDERS = 8;

    private final Random random = new Random(1);
    private final byte[] word;

    /** Held for a while, so that it grows old in every part of the heap. */
    private final byte[][] typed = new byte[400][];

    /** Of awkward sizes, so that a part of the heap cannot be filled with it. */
    private final byte[][] living = new byte[300][];

    private StuffedHeap(byte[] word) {
        this.word = word;
    }

    /** @param arguments the word, each octet one less than it should be, so that it stands nowhere else */
    public static void main(String[] arguments) throws InterruptedException {
        byte[] word = arguments[0].getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < word.length; i++) {
            word[i]++;
        }
        StuffedHeap heap = new StuffedHeap(word);
        heap.stuff();
        Arrays.fill(word, (byte) 0);
        AtomicLong requests = new AtomicLong(1);
        for (int i = 0; i < BYSTANDERS; i++) {
            Thread.ofPlatform().daemon().start(StuffedHeap::idle);
        }
        try (MemoryJob job = new MemoryJob(requests::get, Duration.ofMillis(100))) {
            System.out.println("let go, " + job.pulses().size() + " job");
            Thread.sleep(Duration.ofMinutes(5));
        }
        System.out.println(heap.living.length);
    }

    private void stuff() {
        long heap = Runtime.getRuntime().maxMemory();
        for (long made = 0; made < 3 * heap; ) {
            byte[] piece = typed(size());
            typed[random.nextInt(typed.length)] = piece;
            made += piece.length;
            if (random.nextInt(4) == 0) {
                living[random.nextInt(living.length)] = new byte[size() / 3];
            }
        }
        Arrays.fill(typed, NOTHING);
        for (int i = 0; i < living.length; i += 2) {
            living[i] = NOTHING;
        }
        // To the very end of the place for what is large, wherever that ends.
        for (long made = 0; made < 3 * heap; made += LARGEST) {
            typed[0] = typed(LARGEST - random.nextInt(LARGEST / 3));
        }
        typed[0] = NOTHING;
    }

    private byte[] typed(int length) {
        byte[] piece = new byte[length];
        for (int at = 0; at + word.length <= length; at += word.length) {
            System.arraycopy(word, 0, piece, at, word.length);
        }
        return piece;
    }

    /** Has room of its own in the heap and hardly uses it. */
    private static void idle() {
        while (true) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    /** Small ones mostly. */
    private int size() {
        return 40 + (int) (LARGEST * Math.pow(random.nextDouble(), 4));
    }
}
