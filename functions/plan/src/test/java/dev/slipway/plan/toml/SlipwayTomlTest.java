package dev.slipway.plan.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.plan.Auth;
import dev.slipway.events.plan.HealthCheck;
import dev.slipway.plan.source.PlanException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlipwayTomlTest {
    private static final String ALL = """
            app = "hello"

            [build]
            dockerfile = "docker/app.Dockerfile"
            target = "runtime"
            args = { COLOUR = "red" }
            platform = "linux/arm64"
            context = "./services/web/"
            include = ["dist/**"]
            exclude = ["docs", "*.md"]

            [build.secrets]
            NPM_TOKEN = "NPM_TOKEN"

            [web]
            command = "java -jar app.jar"
            port = 9000
            auth = "iam"

            [health]
            path = "/healthz"
            status = 204
            timeout = "2m"
            interval = "250ms"
            successes = 3

            [env]
            GREETING = "hello"

            [release]
            command = "./migrate"
            """;

    @Test
    void parse_everyKey_isRead() {
        SlipwayToml toml = SlipwayToml.parse(ALL);
        assertThat(toml.app()).isEqualTo("hello");
        assertThat(toml.build())
                .isEqualTo(new BuildSection(
                        "docker/app.Dockerfile",
                        "runtime",
                        Map.of("COLOUR", "red"),
                        "linux/arm64",
                        "services/web",
                        List.of("dist/**"),
                        List.of("docs", "*.md"),
                        Map.of("NPM_TOKEN", "NPM_TOKEN")));
        assertThat(toml.web()).isEqualTo(new WebSection("java -jar app.jar", 9000, Auth.IAM));
        assertThat(toml.health()).isEqualTo(new HealthCheck("/healthz", 204, 120_000, 250, 3));
        assertThat(toml.env()).isEqualTo(Map.of("GREETING", "hello"));
        assertThat(toml.releaseCommand()).isEqualTo("./migrate");
        assertThat(toml.place("build.target")).hasToString("slipway.toml:5:1");
    }

    @Test
    void defaults_areThoseOfAnAppWithoutTheFile() {
        SlipwayToml toml = SlipwayToml.defaults();
        assertThat(toml.app()).isNull();
        assertThat(toml.build().context()).isEqualTo(".");
        assertThat(toml.web()).isEqualTo(new WebSection(null, null, Auth.PUBLIC));
        assertThat(toml.health()).isEqualTo(new HealthCheck("/", null, 30_000, 500, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app = hello | 1:7: Unexpected 'h' | TOML",
                "app = \"Hello\" | 1:1: \"app\" must be 1 to 40 | for example",
                "app = 3 | 1:1: \"app\" must be a string in quotes, not a number | type",
                "colour = 1 | 1:1: unknown key \"colour\" | known are app, build",
                "aap = 1 | 1:1: unknown key \"aap\" | did you mean \"app\"?",
                "[web]/prot = 8080 | 2:1: unknown key \"web.prot\" | did you mean \"port\"?",
                "[rollout]/x = 1 | 1:1: unknown key \"rollout\" | known are",
                "[web]/port = 80 | 2:1: \"web.port\" must be 1024 to 65535, not 80 | 8080",
                "[web]/port = 3000 | 2:1: \"web.port\" must not be 3000, which Lambda | 8080",
                "[web]/port = 9001 | 2:1: \"web.port\" must not be 9001 | 8080",
                "[web]/port = \"8080\" | 2:1: \"web.port\" must be a whole number, not a string | type",
                "[web]/auth = \"none\" | 2:1: \"web.auth\" must be \"public\" or \"iam\", not \"none\" | change",
                "[web]/command = \" \" | 2:1: \"web.command\" must not be empty | leave",
                "web = 1 | 1:1: \"web\" must be a table, not a number | type",
                "[health]/path = \"up\" | 2:1: \"health.path\" must begin with a slash | /healthz",
                "[health]/timeout = \"30\" | 2:1: \"health.timeout\" is no duration: \"30\" | \"500ms\"",
                "[health]/timeout = 30 | 2:1: \"health.timeout\" must be a string in quotes, not a number | type",
                "[health]/timeout = \"1h\" | 2:1: \"health.timeout\" is no duration | \"30s\"",
                "[health]/timeout = \"11m\" | 2:1: \"health.timeout\" must be 1s to 600s, not 11m | change",
                "[health]/status = 42 | 2:1: \"health.status\" must be 100 to 599, not 42 | change",
                "[build]/platform = \"windows/amd64\" | 2:1: \"build.platform\" must be \"linux/amd64\" or | change",
                "[build]/context = \"../up\" | 2:1: \"build.context\" must be a path below the source | relative",
                "[build]/dockerfile = \"/etc/D\" | 2:1: \"build.dockerfile\" must be a path below | relative",
                "[build]/exclude = [\"a\", 2] | 2:17: \"build.exclude\" must hold strings, not a number | quotes",
                "[build]/args = { \"A-B\" = \"1\" } | 2:10: \"build.args.A-B\" is no name of a build | letters",
                "[build.secrets]/\"a b\" = \"X\" | 2:1: \"build.secrets.a b\" is no name of a secret | letters",
                "[env]/A = \"x\"/PORT = \"1\" | 2:1: \"A\" must be two or more letters | another",
                "[env]/PORT = \"1\" | 2:1: \"PORT\" is set by the pipeline | [web] port",
                "[env]/AWS_REGION = \"x\" | 2:1: \"AWS_REGION\" is reserved by Lambda | another",
                "[env]/SLIPWAY_X = \"x\" | 2:1: \"SLIPWAY_X\" is set by the pipeline | another",
                "[env]/DEBUG = true | 2:1: \"env.DEBUG\" must be a string in quotes, not a boolean | type",
                "[release]/cmd = \"x\" | 2:1: unknown key \"release.cmd\" | command",
            })
    void parse_mistake_namesLineAndColumn(String lines, String problem, String hint) {
        assertThatThrownBy(() -> SlipwayToml.parse(lines.replaceAll("(?<=\\])/|(?<=\")/(?=[A-Z])", "\n")))
                .isInstanceOfSatisfying(
                        PlanException.class, e -> assertThat(e.hint()).contains(hint))
                .hasMessageStartingWith("slipway.toml:" + problem);
    }

    @Test
    void parse_environmentOverFourKilobytes_isRefused() {
        String text = "[env]\nBLOB = \"" + "x".repeat(4000) + "\"";
        assertThatThrownBy(() -> SlipwayToml.parse(text))
                .hasMessage("slipway.toml:1:1: the environment takes 4012 bytes of 3584 "
                        + "(Lambda's 4096 less what the pipeline sets)");
    }
}
