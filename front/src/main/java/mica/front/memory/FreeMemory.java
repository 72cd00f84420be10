package mica.front.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The part of the heap that is garbage or unused. */
final class FreeMemory {

    private static final int MEGABYTE = 1 << 20;
    private static final int KILOBYTE = 1 << 10;

    /** Room for an array's head, whatever the machine. */
    private static final int HEAD = 64;

    private FreeMemory() {}

    /**
     * Collects garbage, then fills the room it leaves, which overwrites it, and lets go again. Takes about a tenth of a
     * second for each 256 megabytes of heap. Answers how many octets were overwritten.
     */
    static long overwrite() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        List<byte[]> cover = new ArrayList<>();
        long covered = 0;
        // Pieces as large as the collector's regions are put where there is room and never moved; then the small rest.
        for (int piece : new int[] {region() - HEAD, KILOBYTE}) {
            while (runtime.freeMemory() > 2L * piece) {
                cover.add(new byte[piece]);
                covered += piece;
            }
        }
        cover.clear();
        return covered;
    }

    private static int region() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            // Zero with a collector that has no regions.
            int size = Integer.parseInt(machine.getVMOption("G1HeapRegionSize").getValue());
            return size == 0 ? MEGABYTE : size;
        } catch (IllegalArgumentException unknownHere) {
            return MEGABYTE;
        }
    }
}
