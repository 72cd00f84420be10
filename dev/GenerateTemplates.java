import gg.jte.CodeResolver;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Java of a module's templates, as the build makes it: package, folder to write, folders to read, the module's first. */
public final class GenerateTemplates {

    private GenerateTemplates() {}

    public static void main(String[] arguments) {
        List<Path> sources = Stream.of(arguments).skip(2).map(Path::of).toList();
        TemplateEngine engine =
                TemplateEngine.create(new Sources(sources), Path.of(arguments[1]), ContentType.Html, null, arguments[0]);
        engine.setTrimControlStructures(true);
        engine.generateAll();
    }

    private record Sources(List<Path> folders) implements CodeResolver {

        @Override
        public String resolve(String name) {
            return folders.stream()
                    .map(folder -> folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(Sources::text)
                    .orElse(null);
        }

        @Override
        public long getLastModified(String name) {
            return 0;
        }

        @Override
        public List<String> resolveAllTemplateNames() {
            return folders.stream()
                    .flatMap(Sources::names)
                    .distinct()
                    .toList();
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static Stream<String> names(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(file -> file.toString().endsWith(".jte"))
                        .map(file -> folder.relativize(file).toString())
                        .toList()
                        .stream();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
