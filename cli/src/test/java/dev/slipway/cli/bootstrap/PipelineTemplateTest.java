package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineTemplateTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @Test
    void parameters_ofThePipeline_haveTheirDefaults() throws Exception {
        assertThat(pipeline().parameters())
                .containsEntry("Pipeline", Optional.of("default"))
                .containsEntry("CodeBucket", Optional.empty())
                .containsEntry("OtlpEndpoint", Optional.of(""))
                .containsEntry("CollectorSendsToXRay", Optional.of("false"))
                .containsEntry("MaxSourceMiB", Optional.of("2048"))
                .doesNotContainKey("CollectorHasHeaders");
    }

    @Test
    void packaged_thePipeline_namesNoFileOfThisMachine() throws Exception {
        String packaged = pipeline().packaged("s3://code/functions.jar", "s3://code/deploy.asl.json", HASH);

        assertThat(packaged)
                .contains("    CodeUri: s3://code/functions.jar\n", "      DefinitionUri: s3://code/deploy.asl.json\n")
                .doesNotContain("../functions", "DefinitionUri: deploy");
    }

    @Test
    void packaged_everyFunction_changesWithTheHash() throws Exception {
        String packaged = pipeline().packaged("s3://code/a", "s3://code/b", HASH);

        int functions = count(packaged, "    Type: AWS::Serverless::Function\n");
        assertThat(functions).isGreaterThan(8);
        assertThat(count(packaged, "      AutoPublishCodeSha256: " + HASH + "\n"))
                .isEqualTo(functions);
        assertThat(count(packaged, "Code and settings 0123456789ab.\n")).isEqualTo(functions);
    }

    @Test
    void packaged_otherLines_areAsTheyWere() {
        String text = """
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties:
                      Description: of a bucket
                  Step:
                    Type: AWS::Serverless::Function
                    Properties:
                      Description: Does it.
                      Handler: x
                  Log:
                    Type: AWS::Logs::LogGroup
                    Properties:
                      Description: of a log
                """;

        assertThat(new PipelineTemplate(text).packaged("a", "b", HASH)).isEqualTo(text.replace("""
                      Description: Does it.
                """, """
                      AutoPublishCodeSha256: 0123456789abcdef0123456789abcdef
                      Description: Does it. Code and settings 0123456789ab.
                """));
    }

    private static PipelineTemplate pipeline() throws Exception {
        return new PipelineTemplate(Files.readString(Path.of("../infra/template.yaml")));
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
