package dev.slipway.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.events", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_NOTHING_INWARD = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.slipway.events..", "java..", "com.fasterxml.jackson..", "org.jspecify..");

    @ArchTest
    static final ArchRule READS_NO_ENVIRONMENT = noClasses()
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule THE_CODEC_KNOWS_NO_MESSAGE = noClasses()
            .that()
            .resideInAPackage("dev.slipway.events")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.slipway.events.*..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.slipway.events.(*)..").should().beFreeOfCycles();
}
