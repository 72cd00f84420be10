package mica.front.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The part of the heap that is garbage or unused. */
final class FreeMemory {

    private static final int MEGABYTE = 1 << 20;
    private static final int SMALL = 16 << 10;

    /** Room for an array's head, whatever the machine. */
    private static final int HEAD = 64;

    /** The last small piece, so that the compiler cannot leave the making of them out. */
    private static volatile byte[] last = new byte[0];

    private FreeMemory() {}

    /**
     * Collects garbage, then fills the room it leaves, which overwrites it, and lets go again. A quarter of the heap is
     * never held, so that requests go on being answered meanwhile; it is overwritten by pieces that are let go at once,
     * which go where requests put what they make. Takes about a tenth of a second for each 256 megabytes of heap. Answers
     * how many octets were overwritten.
     */
    static long overwrite() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long spare = runtime.maxMemory() / 4;
        long room = runtime.freeMemory() - spare;
        List<byte[]> cover = new ArrayList<>();
        long covered = 0;
        // Pieces as large as the collector's regions are put where there is room and never moved.
        int piece = region() - HEAD;
        while (covered + piece < room && runtime.freeMemory() > spare) {
            cover.add(new byte[piece]);
            covered += piece;
        }
        for (long churned = 0; churned < 2 * spare; churned += SMALL) {
            last = new byte[SMALL];
        }
        cover.clear();
        return covered + spare;
    }

    /**
     * Whether a full collection moves everything that lives. Else Java leaves places alone that are nearly full of it, and
     * with them what is dead there.
     */
    static boolean leavesNothing() {
        return option("MarkSweepDeadRatio", 1) == 0;
    }

    private static int region() {
        int size = option("G1HeapRegionSize", 0);
        // Zero with a collector that has no regions.
        return size == 0 ? MEGABYTE : size;
    }

    private static int option(String name, int unknown) {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Integer.parseInt(machine.getVMOption(name).getValue());
        } catch (IllegalArgumentException unknownHere) {
            return unknown;
        }
    }
}
