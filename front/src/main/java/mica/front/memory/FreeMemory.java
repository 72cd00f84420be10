package mica.front.memory;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The part of the heap that is garbage or unused. Java's serial collector keeps the heap in four spaces, each of them used
 * from its beginning on without gaps: eden, where everything is made; two for survivors, of which each collection of the
 * young fills one from eden and the other; and the old. So the unused part of each is one piece, of which the collector's
 * own figures tell when it is used up.
 */
final class FreeMemory {

    private static final String EDEN = "Eden Space";
    private static final String SURVIVORS = "Survivor Space";
    private static final String OLD = "Tenured Gen";

    /** Without these Java leaves gaps. Numbers as the machine tells them. */
    private static final Map<String, String> OPTIONS = Map.of(
            "UseSerialGC", "true",
            // Otherwise places stay as they are that are nearly full of what lives, and with them what is dead there.
            "MarkSweepDeadRatio", "0",
            // Otherwise threads have room in eden that they have not written to.
            "ZeroTLAB", "true",
            // Otherwise nothing is put into the old space on purpose.
            "PretenureSizeThreshold", Integer.toString(1 << 20));

    /** Goes into the old space at once. */
    private static final int LARGE = 1 << 20;

    private static final int SMALL = 1 << 10;

    /** An object without fields, which nothing is smaller than. */
    private static final int GRAIN = 16;

    /** The head of an array. */
    private static final int HEAD = 16;

    /** Grains that fill what a small piece leaves of a space, twice. */
    private static final int GRAINS = 2 * SMALL / GRAIN;

    /** Of eden, between two looks; others may have the processor then. */
    private static final int STRETCH = 4_096;

    /** Somebody else may come in between; the next interval is soon. */
    private static final int ATTEMPTS = 3;

    /** The last piece, so that the compiler cannot leave the making of them out. */
    private static volatile Object last = "";

    private final MemoryPoolMXBean survivors = space(SURVIVORS);
    private final MemoryPoolMXBean old = space(OLD);
    private final GarbageCollectorMXBean young = collector("Copy");
    private final GarbageCollectorMXBean whole = collector("MarkSweepCompact");

    /** The options of Java that are missing, as they are written; without all of them nothing can be overwritten. */
    static List<String> missing() {
        return OPTIONS.entrySet().stream()
                .filter(wanted -> !wanted.getValue().equals(option(wanted.getKey())))
                .map(wanted -> switch (wanted.getValue()) {
                    case "true" -> "-XX:+" + wanted.getKey();
                    default -> "-XX:" + wanted.getKey() + "=" + wanted.getValue();
                })
                .sorted()
                .toList();
    }

    /**
     * Collects garbage, which moves all that lives to the beginning of the old space, and puts other things into all the room
     * there is behind it and in the young spaces. Hardly any of it is kept, so that requests go on being answered meanwhile.
     * Takes about two tenths of a second for each 256 megabytes of heap. Answers how many octets were overwritten: zero when
     * others came in between each time, and something may be left.
     */
    long overwrite() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            System.gc();
            long collected = whole.getCollectionCount();
            long room = Runtime.getRuntime().freeMemory();
            if (overwriteYoung() && overwriteOld() && whole.getCollectionCount() == collected) {
                return room;
            }
        }
        return 0;
    }

    /** Of the two spaces for survivors each has its turn. */
    private boolean overwriteYoung() {
        int inSuccession = 0;
        for (int attempt = 0; attempt < ATTEMPTS && inSuccession < 2; attempt++) {
            inSuccession = overwriteEdenAndSurvivors() ? inSuccession + 1 : 0;
        }
        return inSuccession == 2;
    }

    /** Fills eden until it is collected, with as much that survives as a space for survivors holds. */
    private boolean overwriteEdenAndSurvivors() {
        long before = young.getCollectionCount();
        long wholeBefore = whole.getCollectionCount();
        Object[] kept = new Object[(int) (survivors.getUsage().getCommitted() / SMALL) + GRAINS];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i < kept.length - GRAINS ? new byte[SMALL - HEAD] : new Object();
        }
        while (young.getCollectionCount() == before && whole.getCollectionCount() == wholeBefore) {
            for (int i = 0; i < STRETCH; i++) {
                last = new Object();
            }
            Thread.yield();
        }
        Reference.reachabilityFence(kept);
        if (young.getCollectionCount() != before + 1) {
            return false;
        }
        GcInfo collection = young.getLastGcInfo();
        return collection.getId() == before + 1
                && isFull(collection.getMemoryUsageBeforeGc(), EDEN)
                && isFull(collection.getMemoryUsageAfterGc(), SURVIVORS);
    }

    /** Nothing of it is kept: when somebody needs the room, Java collects it. */
    private boolean overwriteOld() {
        long most = 2 * old.getUsage().getCommitted();
        long made = 0;
        for (long room = room(old.getUsage()); room >= LARGE && made < most; room = room(old.getUsage())) {
            // The last one fits exactly.
            int piece = room < 2 * LARGE ? (int) room : LARGE;
            last = new byte[piece - HEAD];
            made += piece;
        }
        last = "";
        return isFull(old.getUsage());
    }

    private static boolean isFull(Map<String, MemoryUsage> usages, String space) {
        MemoryUsage usage = usages.get(space);
        return usage != null && isFull(usage);
    }

    private static boolean isFull(MemoryUsage usage) {
        return room(usage) < GRAIN;
    }

    private static long room(MemoryUsage usage) {
        return usage.getCommitted() - usage.getUsed();
    }

    private static MemoryPoolMXBean space(String name) {
        return named(ManagementFactory.getMemoryPoolMXBeans(), MemoryPoolMXBean::getName, name);
    }

    private static GarbageCollectorMXBean collector(String name) {
        return named(
                ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class),
                GarbageCollectorMXBean::getName,
                name);
    }

    private static <T> T named(List<T> all, Function<T, String> nameOf, String name) {
        return all.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String option(String name) {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return machine.getVMOption(name).getValue();
        } catch (IllegalArgumentException unknownHere) {
            return "";
        }
    }
}
