package dev.slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.plan.BuildPlan;
import dev.slipway.plan.source.MemoryTree;
import dev.slipway.plan.source.PlanException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlannerTest {
    private static final String DOCKERFILE = """
            # comment
            FROM debian AS build
            RUN <<EOF
            FROM nothing
            EOF
            EXPOSE 1
            FROM --platform=linux/amd64 debian AS runtime
            EXPOSE 5000/tcp
            """;

    @Test
    void plan_ownDockerfile_isTakenAsItIs() {
        BuildPlan plan = plan(Map.of("Dockerfile", DOCKERFILE, "package.json", "{}"));
        assertThat(plan.stack()).isEqualTo("dockerfile");
        assertThat(plan.dockerfile()).isEqualTo("Dockerfile");
        assertThat(plan.rule()).isEqualTo("a Dockerfile at the root");
        assertThat(plan.reason()).isEqualTo("Dockerfile:7");
        assertThat(plan.run().port()).isEqualTo(5000);
        assertThat(plan.notes()).containsExactly("port 5000: EXPOSE (Dockerfile:8)");
    }

    @Test
    void plan_exposedPortThatLambdaTakes_isNotUsed() {
        BuildPlan plan = plan(Map.of("Containerfile", "FROM node\nEXPOSE 3000\n"));
        assertThat(plan.run().port()).isEqualTo(8080);
        assertThat(plan.notes())
                .containsExactly("port 8080, told as PORT: the port of EXPOSE (Containerfile:2) must not be 3000, "
                        + "which Lambda takes for itself");
    }

    @Test
    void plan_chosenDockerfileInContext_isTaken() {
        BuildPlan plan = plan(Map.of(
                "slipway.toml",
                "[build]\ncontext = \"web\"\ndockerfile = \"ops/prod.Dockerfile\"\ntarget = \"build\"",
                "web/ops/prod.Dockerfile",
                DOCKERFILE));
        assertThat(plan.dockerfile()).isEqualTo("ops/prod.Dockerfile");
        assertThat(plan.context()).isEqualTo("web");
        assertThat(plan.target()).isEqualTo("build");
        assertThat(plan.reason()).isEqualTo("ops/prod.Dockerfile:2");
    }

    @Test
    void plan_procfile_overridesWhatIsFound_andSlipwayTomlOverridesIt() {
        Map<String, String> files = new HashMap<>(
                Map.of("Procfile", "worker: x\nweb: ./serve --port $PORT\nrelease: ./migrate\n", "app.jar", ""));
        assertThat(plan(files).run().command()).isEqualTo("./serve --port $PORT");
        assertThat(plan(files).run().releaseCommand()).isEqualTo("./migrate");
        files.put("slipway.toml", "[web]\ncommand = \"./other\"");
        assertThat(plan(files).run().command()).isEqualTo("./other");
    }

    @Test
    void plan_procfileBesideADockerfile_isUsedOnlyWhereThatStartsNothing() {
        BuildPlan plan = plan(Map.of("Procfile", "web: ./a", "Dockerfile", "FROM x\nCMD [\"b\"]\n"));
        assertThat(plan.run().command()).isNull();
        assertThat(plan.notes()).containsExactly("the Procfile's web is not used: Dockerfile has a command of its own");
        assertThat(plan(Map.of("Procfile", "web: ./a", "Dockerfile", "FROM x\n"))
                        .run()
                        .command())
                .isEqualTo("./a");
    }

    @Test
    void plan_buildArgsOfTheDeploy_winOverThoseOfTheFile() {
        Map<String, String> files =
                Map.of("Dockerfile", "FROM x", "slipway.toml", "[build]\nargs = { A = \"1\", B = \"2\" }");
        BuildPlan plan = Planner.plan(MemoryTree.of(files), new PlanOptions("web", Map.of("B", "3"), null));
        assertThat(plan.args()).isEqualTo(Map.of("A", "1", "B", "3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "platform = \"linux/arm64\" | FROM x | slipway.toml:2:1: \"linux/arm64\" does not run on this pipeline",
                "target = \"prod\" | FROM x AS dev | slipway.toml:2:1: Dockerfile has no stage \"prod\"",
                "dockerfile = \"D\" | FROM x | slipway.toml:2:1: there is no file D",
                "context = \"web\" | FROM x | slipway.toml:2:1: there is no folder web",
                "args = {} | # nothing | Dockerfile: has no FROM",
                "args = {} | FROM --platform=linux/arm64 x | Dockerfile:1: \"linux/arm64\" does not run on this pipeline",
            })
    void plan_whatCannotBeBuilt_isRefused(String key, String dockerfile, String problem) {
        Map<String, String> files = Map.of("slipway.toml", "[build]\n" + key, "Dockerfile", dockerfile);
        assertThatThrownBy(() -> plan(files)).isInstanceOf(PlanException.class).hasMessageStartingWith(problem);
    }

    @Test
    void plan_nothingMatching_listsWhatWasLookedFor() {
        assertThatThrownBy(() -> plan(Map.of("README.md", "")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("looked for Dockerfile, ")
                .hasMessageContaining("one *.java with main");
    }

    private static BuildPlan plan(Map<String, String> files) {
        return Planner.plan(MemoryTree.of(files), new PlanOptions("web", Map.of(), "x86_64"));
    }
}
