package dev.slipway.plan.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DockerfileTextTest {
    @Test
    void stages_areReadThroughContinuationsCommentsAndHeredocs() {
        DockerfileText text = DockerfileText.parse("""
                # FROM comment
                ARG V=1
                from --platform=$BUILDPLATFORM golang:${V} \\
                  # a comment between
                  as Build
                RUN <<-EOF cat <<'B'
                FROM no
                EOF
                FROM no
                B
                COPY --from=Build /a /b
                FROM scratch
                """);
        assertThat(text.stages())
                .isEqualTo(List.of(
                        new DockerfileStage(3, "golang:${V}", "Build", "$BUILDPLATFORM"),
                        new DockerfileStage(12, "scratch", null, null)));
    }

    @Test
    void escapeDirective_changesTheContinuation() {
        DockerfileText text = DockerfileText.parse("# escape=`\nFROM a `\n AS b\nRUN dir c:\\\nFROM d\n");
        assertThat(text.stages()).extracting(DockerfileStage::line).containsExactly(2, 5);
    }

    @Test
    void exposedPort_isThatOfTheStageAlone() {
        DockerfileText text = DockerfileText.parse("FROM a\nEXPOSE 1111\nFROM b\nEXPOSE 2222/tcp 53/udp\n");
        assertThat(text.exposedPort(1)).contains(new ExposedPort(1111, 2));
        assertThat(text.exposedPort(3)).contains(new ExposedPort(2222, 4));
    }

    @Test
    void exposedPort_moreThanOneOrAVariable_isNone() {
        assertThat(DockerfileText.parse("FROM a\nEXPOSE 1111 2222\n").exposedPort(1))
                .isEmpty();
        assertThat(DockerfileText.parse("FROM a\nEXPOSE $PORT\n").exposedPort(1))
                .isEmpty();
    }

    @Test
    void writing_quotesWhatNeedsIt() {
        String text = new Dockerfile(List.of("B", "A"), List.of("TOKEN"))
                .buildStage("x")
                .arguments()
                .copy(List.of("a b", "$c"), "./")
                .copy(List.of("$d"), "./")
                .run("make")
                .cmd(List.of("say", "\"hi\"\n"))
                .text();
        assertThat(text).isEqualTo("""
                FROM x AS build
                ARG A
                ARG B
                COPY ["a b", "\\$c", "./"]
                COPY \\$d ./
                RUN --mount=type=secret,id=TOKEN,env=TOKEN \\
                    make
                CMD ["say", "\\"hi\\"\\u000a"]
                """);
    }
}
