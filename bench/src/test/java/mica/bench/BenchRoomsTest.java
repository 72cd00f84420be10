package mica.bench;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of what the program itself does not know of; those of the others are guarded with it. */
class BenchRoomsTest {

    @ParameterizedTest
    @ValueSource(strings = {"rehearsal", "bench"})
    void no_package_of_a_module_comes_back_to_itself(String module) {
        slices().matching("mica." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("mica." + module));
    }
}
