package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BuildStepsTest {
    private static final Instant START = Instant.parse("2026-01-02T10:31:02Z");

    private final BuildSteps steps = new BuildSteps();

    @Test
    void longest_severalAtWork_isTheFirstOfTheDockerfile() {
        vertex("a", "[internal] load build context", 0, false);
        vertex("b", "[builder 4/7] RUN mvn -q package", 1, false);
        vertex("c", "[web 2/3] RUN npm ci", 2, false);

        assertThat(steps.longest())
                .contains(new BuildSteps.Running("[builder 4/7] RUN mvn -q package", START.plusSeconds(1)));
        assertThat(steps.count()).isEqualTo(2);
    }

    @Test
    void longest_stepEnded_isTheNextOne() {
        vertex("b", "[builder 4/7] RUN mvn -q package", 1, false);
        vertex("c", "exporting to image", 2, false);
        vertex("b", "[builder 4/7] RUN mvn -q package", 1, true);

        assertThat(steps.longest().map(BuildSteps.Running::name)).contains("exporting to image");
        assertThat(steps.count()).isZero();
    }

    @Test
    void longest_plainProgress_isReadToo() {
        steps.take("#7 [2/4] RUN make", START);
        steps.take("#7 0.312 cc -o main", START.plusSeconds(1));
        steps.take("#8 [3/4] RUN make check", START.plusSeconds(2));
        steps.take("#7 DONE 2.1s", START.plusSeconds(2));

        assertThat(steps.longest()).contains(new BuildSteps.Running("[3/4] RUN make check", START.plusSeconds(2)));
    }

    @Test
    void longest_clockOfTheBuilderAhead_beginsWhenItWasTold() {
        steps.take(line("a", "[1/1] RUN x", START.plusSeconds(60), false), START);

        assertThat(steps.longest().map(BuildSteps.Running::since)).contains(START);
    }

    @Test
    void take_lineThatOnlyLooksLikeOne_isPassedOver() {
        steps.take("{\"vertexes\" no JSON", START);
        steps.take("anything else", START);

        assertThat(steps.longest()).isEmpty();
    }

    private void vertex(String digest, String name, int second, boolean done) {
        steps.take(line(digest, name, START.plusSeconds(second), done), START.plusSeconds(second));
    }

    private static String line(String digest, String name, Instant started, boolean done) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"%s\"%s}]}"
                .formatted(digest, name, started, done ? ",\"completed\":\"" + started.plusSeconds(1) + "\"" : "");
    }
}
