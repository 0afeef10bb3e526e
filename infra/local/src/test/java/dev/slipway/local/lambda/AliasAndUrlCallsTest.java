package dev.slipway.local.lambda;

import static dev.slipway.local.lambda.LambdaFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AliasAndUrlCallsTest {
    private static final String APP = "/2015-03-31/functions/app";
    private static final String URL = "/2021-10-31/functions/app/url";
    private final MemoryImages images = new MemoryImages();

    @TempDir
    Path folder;

    private LambdaFixture fixture;

    @BeforeEach
    void start() {
        fixture = new LambdaFixture(folder, images);
        String uri = images.add("one", List.of("/app/run"), MemoryImages.file("app/run", "#!/bin/sh\nexit 1\n"));
        fixture.create("app", uri);
        fixture.publish("app", uri);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void createAlias_missingVersion_notFound() {
        refused(404, "ResourceNotFoundException", () -> fixture.publicUrl("app", "9"))
                .withMessage("Function not found: arn:aws:lambda:us-east-1:123456789012:function:app:9");
    }

    @Test
    void updateAlias_oldRevision_preconditionFailed() {
        fixture.publicUrl("app", "1");

        refused(
                        412,
                        "PreconditionFailedException",
                        () -> fixture.call("PUT", APP + "/aliases/live", "{\"RevisionId\":\"old\"}"))
                .withMessage("The Revision Id provided does not match the latest Revision Id. Call the GetAlias API to"
                        + " retrieve the latest Revision Id");
    }

    @Test
    void updateAlias_weights_answered() {
        fixture.publicUrl("app", "1");
        fixture.call("PUT", APP + "/configuration", "{\"Timeout\":7}");
        fixture.settled("app");
        fixture.call("POST", APP + "/versions", "{}");

        JsonNode alias = fixture.call(
                "PUT", APP + "/aliases/live", "{\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"2\":0.1}}}");

        assertThat(alias.at("/RoutingConfig/AdditionalVersionWeights/2").asDouble())
                .isEqualTo(0.1);
    }

    @Test
    void createUrl_onVersion_refused() {
        refused(
                400,
                "ValidationException",
                () -> fixture.call("POST", URL + "?Qualifier=1", "{\"AuthType\":\"NONE\"}"));
    }

    @Test
    void createUrl_twice_conflict() {
        fixture.publicUrl("app", "1");

        refused(
                409,
                "ResourceConflictException",
                () -> fixture.call("POST", URL + "?Qualifier=live", "{\"AuthType\":\"NONE\"}"));
    }

    @Test
    void getUrl_missing_notFound() {
        refused(404, "ResourceNotFoundException", () -> fixture.call("GET", URL + "?Qualifier=live", ""))
                .withMessage("The resource you requested does not exist.");
    }

    @Test
    void url_withoutPermission_forbidden() throws Exception {
        String url = fixture.publicUrl("app", "1");
        fixture.call("DELETE", APP + "/policy/InvokeFunction?Qualifier=live", "");

        assertThat(LambdaFixture.get(url).statusCode()).isEqualTo(403);
    }

    @Test
    void deleteVersion_withAlias_conflict() {
        fixture.publicUrl("app", "1");

        refused(409, "ResourceConflictException", () -> fixture.call("DELETE", APP + "?Qualifier=1", ""));
    }

    @Test
    void deleteFunction_closesItsUrl() {
        String url = fixture.publicUrl("app", "1");

        fixture.call("DELETE", APP, "");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> LambdaFixture.get(url)))
                .isInstanceOf(java.net.ConnectException.class);
    }
}
