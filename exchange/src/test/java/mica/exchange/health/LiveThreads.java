package mica.exchange.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The threads of this process that the program started itself, virtual ones too. */
public final class LiveThreads {

    /** Those of the machine, the libraries and the tests; and what lives no longer than a request or a question. */
    private static final Pattern OTHERS = Pattern.compile(
            "|main|Reference Handler|Finalizer|Signal Dispatcher|Service Thread|Monitor Deflation Thread|C[12] Comp.*"
                    + "|Common-Cleaner|Notification Thread|Attach Listener|process reaper.*|JNA Cleaner|Cleaner-\\d+"
                    + "|VirtualThread-.*|ForkJoinPool.*|Read-Poller|Write-Poller|.*[Pp]oller.*|DestroyJavaVM"
                    + "|junit-.*|surefire-.*|ping-.*|Thread-\\d+|pool-\\d+-thread-\\d+|HttpClient-.*|embedded-pg.*|log:pid.*"
                    + "|.*:(housekeeper|connection.adder|connection.closer|rotation)|HikariPool.*"
                    + "|PostgreSQL-JDBC.*|Session-HouseKeeper.*|Scheduler-.*|web-?\\d+.*|InnocuousThread-\\d+|JettyServerThreadPool.*|qtp.*"
                    + "|request-\\d+|health-.*|Java2D.*|AWT-.*|Timer-\\d+");

    private LiveThreads() {}

    /** Their names. */
    public static Set<String> own() {
        try {
            Path folder = Files.createTempDirectory("threads");
            Path dump = folder.resolve("dump.json");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
            Set<String> names = new TreeSet<>();
            for (JsonNode container : new ObjectMapper()
                    .readTree(dump.toFile())
                    .path("threadDump")
                    .path("threadContainers")) {
                container
                        .path("threads")
                        .forEach(thread -> names.add(thread.path("name").asText()));
            }
            Files.delete(dump);
            Files.delete(folder);
            names.removeIf(name -> OTHERS.matcher(name).matches());
            return names;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
