package dev.slipway.local.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.Principal;
import dev.slipway.local.registry.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EcrServiceTest {
    @TempDir
    private Path folder;

    private EcrService ecr;

    @BeforeEach
    void open() throws IOException {
        ImageStore store = new ImageStore(folder, Clock.systemUTC());
        RegistryTokens tokens = new RegistryTokens(folder.resolve("token.key"), Clock.systemUTC());
        ecr = new EcrService(store, tokens, "127.0.0.1:5000", "us-east-1", "123456789012");
    }

    @Test
    void createRepository_keepsMutability() throws Exception {
        JsonNode repository = call(
                        "CreateRepository",
                        "{'repositoryName':'a/b','imageTagMutability':'IMMUTABLE_WITH_EXCLUSION',"
                                + "'imageTagMutabilityExclusionFilters':[{'filterType':'WILDCARD','filter':'cache-*'}]}")
                .path("repository");
        assertThat(repository.path("repositoryUri").asText()).isEqualTo("127.0.0.1:5000/a/b");
        assertThat(call("DescribeRepositories", "{'repositoryNames':['a/b']}")
                        .path("repositories")
                        .path(0))
                .isEqualTo(repository);
        assertRefused("RepositoryAlreadyExistsException", "CreateRepository", "{'repositoryName':'a/b'}");
        assertRefused("InvalidParameterException", "CreateRepository", "{'repositoryName':'../b'}");
    }

    @Test
    void images_thatAreNotThere_haveAwsErrorCodes() throws Exception {
        call("CreateRepository", "{'repositoryName':'a'}");
        assertRefused("RepositoryNotFoundException", "DescribeImages", "{'repositoryName':'none'}");
        assertRefused(
                "ImageNotFoundException", "DescribeImages", "{'repositoryName':'a','imageIds':[{'imageTag':'x'}]}");
        JsonNode got = call("BatchGetImage", "{'repositoryName':'a','imageIds':[{'imageTag':'x'}]}");
        assertThat(got.path("failures").path(0).path("failureCode").asText()).isEqualTo("ImageNotFound");
    }

    @Test
    void token_isGoodForTwelveHoursAndAcrossRestarts() throws Exception {
        Path key = folder.resolve("token.key");
        Clock clock = Clock.systemUTC();
        RegistryTokens.Token token = new RegistryTokens(key, clock).issue("arn:aws:iam::1:user/ada");
        assertThat(new RegistryTokens(key, clock).principal("AWS", token.password()))
                .hasValue("arn:aws:iam::1:user/ada");
        assertThat(new RegistryTokens(key, clock).principal("root", token.password()))
                .isEmpty();
        assertThat(new RegistryTokens(key, clock).principal("AWS", "9" + token.password()))
                .isEmpty();
        Clock later = Clock.offset(clock, Duration.ofHours(13));
        assertThat(new RegistryTokens(key, later).principal("AWS", token.password()))
                .isEmpty();
    }

    private void assertRefused(String code, String operation, String body) {
        assertThatThrownBy(() -> call(operation, body))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private JsonNode call(String operation, String body) throws Exception {
        AwsRequest request = new AwsRequest(
                "POST",
                "/",
                Map.of(),
                Map.of("x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + operation),
                body.replace('\'', '"'),
                new Principal("cli", "arn:aws:iam::123456789012:user/cli", "AKIA", "secret"));
        return new ObjectMapper().readTree(ecr.handle(request).body());
    }
}
