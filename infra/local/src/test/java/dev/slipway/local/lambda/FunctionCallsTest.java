package dev.slipway.local.lambda;

import static dev.slipway.local.lambda.LambdaFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionCallsTest {
    private static final String APP = "/2015-03-31/functions/app";
    private final MemoryImages images = new MemoryImages();

    @TempDir
    Path folder;

    private LambdaFixture fixture;
    private String uri;

    @BeforeEach
    void start() {
        fixture = new LambdaFixture(folder, images);
        uri = images.add("one", java.util.List.of("/app/run"), MemoryImages.file("app/run", "#!/bin/sh\nexit 1\n"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void create_image_pendingThenActiveWithAnotherRevision() {
        JsonNode created = fixture.create("app", uri);

        assertThat(created.path("State").asText()).isEqualTo("Pending");
        assertThat(created.path("PackageType").asText()).isEqualTo("Image");
        JsonNode active = fixture.call("GET", APP + "/configuration", "");
        assertThat(active.path("State").asText()).isEqualTo("Active");
        assertThat(active.path("RevisionId")).isNotEqualTo(created.path("RevisionId"));
        JsonNode code = fixture.call("GET", APP, "").path("Code");
        assertThat(code.path("ResolvedImageUri").asText())
                .isEqualTo("127.0.0.1:5000/apps@sha256:"
                        + active.path("CodeSha256").asText());
    }

    @Test
    void create_index_refused() {
        String index = images.manifest("index", "application/vnd.oci.image.index.v1+json", "{}");

        refused(400, "InvalidParameterValueException", () -> fixture.create("app", index))
                .withMessage("The image manifest, config or layer media type for the source image " + index
                        + " is not supported.");
    }

    @Test
    void create_roleThatDoesNotTrustLambda_refused() {
        refused(
                400,
                "InvalidParameterValueException",
                () -> fixture.call("POST", "/2015-03-31/functions", """
                        {"FunctionName":"app","Role":"arn:aws:iam::123456789012:role/Distrusting","PackageType":"Image",
                         "Code":{"ImageUri":"%s"}}""".formatted(uri)));
    }

    @Test
    void create_missingImage_refused() {
        refused(400, "InvalidParameterValueException", () -> fixture.create("app", "127.0.0.1:5000/apps:none"))
                .withMessage("Source image 127.0.0.1:5000/apps:none does not exist. Provide a valid source image.");
    }

    @Test
    void create_nameTaken_conflict() {
        fixture.create("app", uri);

        refused(409, "ResourceConflictException", () -> fixture.create("app", uri))
                .withMessage("Function already exist: app");
    }

    @Test
    void get_missing_namesTheArn() {
        refused(404, "ResourceNotFoundException", () -> fixture.call("GET", APP + "?Qualifier=live", ""))
                .withMessage("Function not found: arn:aws:lambda:us-east-1:123456789012:function:app:live");
    }

    @ParameterizedTest
    @CsvSource({"AWS_REGION, contains reserved keys", "A, failed to satisfy constraint", "LONG, exceeded the 4KB limit"
    })
    void updateConfiguration_badEnvironment_refused(String name, String message) {
        fixture.create("app", uri);
        String value = name.equals("LONG") ? "x".repeat(4100) : "x";

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> fixture.call(
                        "PUT",
                        APP + "/configuration",
                        "{\"Environment\":{\"Variables\":{\"%s\":\"%s\"}}}".formatted(name, value))))
                .hasMessageContaining(message);
    }

    @Test
    void update_whileAnotherRuns_conflict() {
        fixture.create("app", uri);
        fixture.call("PUT", APP + "/configuration", "{\"Timeout\":5}");

        refused(409, "ResourceConflictException", () -> fixture.call("PUT", APP + "/code", code(false)))
                .withMessage("The operation cannot be performed at this time. An update is in progress for resource:"
                        + " arn:aws:lambda:us-east-1:123456789012:function:app");
    }

    @Test
    void update_oldRevision_preconditionFailed() {
        fixture.create("app", uri);

        refused(
                412,
                "PreconditionFailedException",
                () -> fixture.call("PUT", APP + "/configuration", "{\"Timeout\":5,\"RevisionId\":\"old\"}"));
    }

    @Test
    void publish_nothingChanged_returnsTheOldVersion() {
        fixture.create("app", uri);

        assertThat(fixture.publish("app", uri)).isEqualTo("1");
        assertThat(fixture.publish("app", uri)).isEqualTo("1");
        fixture.call("PUT", APP + "/configuration", "{\"Timeout\":7}");
        fixture.settled("app");
        assertThat(fixture.call("POST", APP + "/versions", "{}").path("Version").asText())
                .isEqualTo("2");
    }

    @Test
    void publish_otherCodeSha256_refused() {
        fixture.create("app", uri);

        refused(
                400,
                "InvalidParameterValueException",
                () -> fixture.call("POST", APP + "/versions", "{\"CodeSha256\":\"other\"}"));
    }

    @Test
    void restart_keepsFunctionsVersionsAndAliases() {
        fixture.create("app", uri);
        fixture.publicUrl("app", fixture.publish("app", uri));
        JsonNode before = fixture.call("GET", APP + "/aliases/live", "");
        fixture.close();

        fixture = new LambdaFixture(folder, images);

        assertThat(fixture.call("GET", APP + "/aliases/live", "")).isEqualTo(before);
        assertThat(fixture.call("GET", APP + "/versions", "").path("Versions")).hasSize(2);
    }

    private String code(boolean publish) {
        return "{\"ImageUri\":\"%s\",\"Publish\":%s}".formatted(uri, publish);
    }
}
