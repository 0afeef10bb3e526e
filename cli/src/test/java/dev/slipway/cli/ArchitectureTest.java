package dev.slipway.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("dev.slipway.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CLI_KNOWS_NEITHER_STEPS_NOR_LOCAL =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.slipway.steps..", "dev.slipway.local..");

    @ArchTest
    static final ArchRule TRACING_SDK_STAYS_BEHIND_THE_GATE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.opentelemetry.sdk..");

    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_TALK_TO_AWS_THEMSELVES = noClasses()
            .that()
            .resideInAPackage("..command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk.services..");
}
