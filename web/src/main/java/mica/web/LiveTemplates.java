package mica.web;

import gg.jte.CodeResolver;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Templates as they stand in the sources, compiled anew when they change: for those who write them ({@code ./mica try
 * --demo}). The program has its templates compiled, and nothing on its class path that could compile others.
 */
final class LiveTemplates implements CodeResolver {

    /** Names the folder of the sources. */
    private static final String PROPERTY = "mica.templates";

    private final List<Path> folders;

    private LiveTemplates(List<Path> folders) {
        this.folders = folders;
    }

    /** Those of a module and of the kit; empty unless this program was started for it. */
    static Optional<TemplateEngine> of(String templatePackage) {
        String sources = System.getProperty(PROPERTY);
        if (sources == null) {
            return Optional.empty();
        }
        String module = templatePackage.substring(templatePackage.lastIndexOf('.') + 1);
        Path root = Path.of(sources);
        try {
            TemplateEngine engine = TemplateEngine.create(
                    new LiveTemplates(
                            List.of(root.resolve(module + "/src/main/jte"), root.resolve("web/src/main/jte"))),
                    Files.createTempDirectory("mica-templates"),
                    ContentType.Html,
                    Site.class.getClassLoader(),
                    "live." + module);
            engine.setTrimControlStructures(true);
            engine.setClassPath(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
            return Optional.of(engine);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Optional<Path> file(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public @Nullable String resolve(String name) {
        return file(name).map(LiveTemplates::text).orElse(null);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public long getLastModified(String name) {
        return file(name).map(file -> file.toFile().lastModified()).orElse(0L);
    }
}
