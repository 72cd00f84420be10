package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One name an idea, one idea a name: over the sources of all modules. */
class NamesTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));

    /** What becomes of a verb, where a thing stands, what moves it on, why a text is refused: each a closed list. */
    private static final Set<String> WORDS = Set.of("Outcome", "State", "Cause", "Refusal");

    /** A type as it is declared. @param path with the types around it */
    private record Declared(String name, String path, boolean nested, ClassTree tree) {}

    private static final List<Declared> TYPES = new ArrayList<>();

    @BeforeAll
    static void parse() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(ROOT)) {
            List<Path> main = sources.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(main));
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new Types(), null);
            }
        }
    }

    private static final class Types extends TreeScanner<Void, Void> {

        private final List<String> around = new ArrayList<>();

        @Override
        public Void visitClass(ClassTree type, Void none) {
            String name = type.getSimpleName().toString();
            // What has no name is nobody's.
            if (name.isEmpty()) {
                return super.visitClass(type, none);
            }
            around.add(name);
            TYPES.add(new Declared(name, String.join(".", around), around.size() > 1, type));
            super.visitClass(type, none);
            around.removeLast();
            return null;
        }
    }

    @Test
    void no_two_types_share_a_name() {
        assertThat(TYPES).hasSizeGreaterThan(1_000);
        Set<String> sealed = new HashSet<>();
        TYPES.stream().filter(type -> isSealed(type.tree())).forEach(type -> sealed.add(type.name()));
        Map<String, List<String>> paths = new TreeMap<>();
        for (Declared type : TYPES) {
            if (!isNamedByAnother(type, sealed)) {
                paths.computeIfAbsent(type.name(), name -> new ArrayList<>()).add(type.path());
            }
        }
        paths.values().removeIf(of -> of.size() == 1);
        assertThat(paths).isEmpty();
    }

    /** Of the fields that only a venue has: their keys and their columns. */
    @Test
    void the_fields_of_a_venue_are_told_once() throws IOException {
        Pattern told = Pattern.compile(
                "\"(contactPerson|openingHours|postalCode)\"|(contact_person|opening_hours|postal_code)");
        try (Stream<Path> sources = Files.walk(ROOT)) {
            assertThat(sources.filter(file -> file.toString().matches(".*/src/main/(java|jte)/.*\\.(java|jte)"))
                            .filter(file -> told.matcher(read(file)).find())
                            .map(file -> file.getFileName().toString()))
                    .containsExactly("VenueField.java");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Names that mean something only behind another: {@code Venues.Outcome}, {@code Outcome.Refused}; and each program's Main. */
    private static boolean isNamedByAnother(Declared type, Set<String> sealed) {
        if (!type.nested()) {
            return type.name().equals("Main");
        }
        boolean closed = isSealed(type.tree()) || type.tree().getKind() == Tree.Kind.ENUM;
        return (closed && WORDS.contains(type.name())) || above(type.tree()).anyMatch(sealed::contains);
    }

    private static boolean isSealed(ClassTree type) {
        return type.getModifiers().getFlags().contains(Modifier.SEALED);
    }

    private static Stream<String> above(ClassTree type) {
        Tree extended = type.getExtendsClause();
        return Stream.concat(type.getImplementsClause().stream(), Stream.ofNullable(extended))
                .map(NamesTest::last);
    }

    private static String last(Tree name) {
        return switch (name) {
            case MemberSelectTree member -> member.getIdentifier().toString();
            case ParameterizedTypeTree typed -> last(typed.getType());
            default -> name.toString();
        };
    }
}
