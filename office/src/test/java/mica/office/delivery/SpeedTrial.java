package mica.office.delivery;

import static java.util.Objects.requireNonNull;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import mica.office.notice.Notice;
import mica.office.notice.NoticeConfiguration;

/**
 * How fast a notice goes out, from a database on this machine into a sink on this machine. A program: how many people, the
 * sink's port, sessions, window, rounds.
 */
final class SpeedTrial {

    private SpeedTrial() {}

    public static void main(String[] arguments) throws Exception {
        int people = Integer.parseInt(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int sessions = Integer.parseInt(arguments[2]);
        int window = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        try (NoticeWorld world = new NoticeWorld(Files.createTempDirectory("speed"))) {
            world.durable();
            world.sending = new NoticeConfiguration(sessions, Duration.ofHours(48), window, sessions * window, 5_000);
            long start = System.nanoTime();
            Crowd.of(world, people);
            System.out.printf("filled %d in %.1f s%n", people, seconds(start));
            if (Boolean.getBoolean("watch")) {
                world.functionsTracked();
                watch(world);
            }
            for (int round = 0; round < rounds; round++) {
                run(world, people, port);
                if (Boolean.getBoolean("watch")) {
                    told(world);
                }
            }
        }
    }

    private static void run(NoticeWorld world, int people, int port) throws InterruptedException {
        Notice asked = world.asked(world.content());
        long start = System.nanoTime();
        Notice notice = NoticeWorld.done(
                world.notices().approve(world.approver, asked.id(), requireNonNull(asked.contentHash())));
        double approved = seconds(start);
        long cpu = cpu();
        double postgres = postgres(world);
        start = System.nanoTime();
        long peak = 0;
        try (NoticeDelivery delivery = world.delivery(port)) {
            delivery.start();
            while (!world.stored(notice.id()).state().isOver()) {
                Thread.sleep(20);
                peak = Math.max(
                        peak,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            double took = seconds(start);
            System.out.printf(
                    "approved in %.1f s; %d accepted in %.2f s: %.0f/s, own CPU %.1f s and PostgreSQL's %.1f s a"
                            + " 100,000, heap at most %d MB%n",
                    approved,
                    world.progress(notice.id()).accepted(),
                    took,
                    people / took,
                    (cpu() - cpu) / 1e9 / people * 100_000,
                    (postgres(world) - postgres) / people * 100_000,
                    peak >> 20);
        }
    }

    /** What the database was asked, and how long it took. */
    private static void watch(NoticeWorld world) {
        world.office.jdbi().setSqlLogger(new org.jdbi.v3.core.statement.SqlLogger() {
            @Override
            public void logAfterExecution(org.jdbi.v3.core.statement.StatementContext context) {
                String sql = context.getRenderedSql().replaceAll("\\s+", " ");
                TIMES.computeIfAbsent(sql, any -> new long[2])[0]++;
                TIMES.get(sql)[1] += context.getElapsedTime(java.time.temporal.ChronoUnit.NANOS);
            }
        });
    }

    private static final java.util.Map<String, long[]> TIMES = new java.util.concurrent.ConcurrentHashMap<>();

    private static void told(NoticeWorld world) {
        TIMES.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue()[1], a.getValue()[1]))
                .limit(10)
                .forEach(entry -> System.out.printf(
                        "%8d times %6d ms %s%n",
                        entry.getValue()[0],
                        entry.getValue()[1] / 1_000_000,
                        entry.getKey().substring(0, Math.min(110, entry.getKey().length()))));
        world.office
                .jdbi()
                .useHandle(handle -> handle.createQuery(
                                "select funcname || ' ' || calls || ' ' || total_time from pg_stat_user_functions")
                        .mapTo(String.class)
                        .forEach(System.out::println));
        TIMES.clear();
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double postgres(NoticeWorld world) {
        ProcessHandle server = ProcessHandle.of(world.count("select pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(server), server.children())
                .mapToDouble(one ->
                        one.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9)
                .sum();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
