package dev.slipway.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of this module. */
@AnalyzeClasses(packages = "dev.slipway.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("dev.slipway.local.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_ROOM_KNOWS_THE_ASSEMBLY = noClasses()
            .that()
            .resideInAPackage("dev.slipway.local.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.slipway.local");

    @ArchTest
    static final ArchRule ONLY_EVENTS_AND_TELEMETRY_ARE_BELOW = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("dev.slipway.steps..", "dev.slipway.plan..", "dev.slipway.cli..");

    @ArchTest
    static final ArchRule ONLY_MAIN_READS_THE_ENVIRONMENT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.slipway.local.Main")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
