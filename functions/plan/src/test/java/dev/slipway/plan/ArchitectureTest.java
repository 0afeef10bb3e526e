package dev.slipway.plan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.plan", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_AWS_OR_OF_OTHER_ROOMS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "software.amazon..",
                    "com.amazonaws..",
                    "io.opentelemetry..",
                    "dev.slipway.steps..",
                    "dev.slipway.telemetry..",
                    "dev.slipway.local..",
                    "dev.slipway.cli..");

    @ArchTest
    static final ArchRule READS_NO_ENVIRONMENT = noClasses()
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.slipway.plan.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule STACKS_KNOW_NOTHING_OF_THE_PLANNER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.slipway.plan")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.slipway.plan");
}
