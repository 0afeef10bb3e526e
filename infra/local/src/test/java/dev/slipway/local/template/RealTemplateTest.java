package dev.slipway.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.iam.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the very template that is deployed to AWS. */
class RealTemplateTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");

    private static Stack read(Map<String, String> parameters) {
        Account account = new Account(Account.LOCAL_ID, "us-east-1");
        return StackReader.read(TEMPLATE, new StackSettings("slipway-local", account, "127.0.0.1:5000", parameters));
    }

    private static Map<String, String> given(String otlpEndpoint) {
        return Map.of(
                "Pipeline",
                "local",
                "CodeBucket",
                "slipway-code-local",
                "OtlpEndpoint",
                otlpEndpoint,
                "CollectorLayer",
                "none");
    }

    /** Reads what of a function's variables is about the collector's layer. */
    private static Map<String, String> collectorVariables(String otlpEndpoint, String layer, String sendsToXRay) {
        Map<String, String> parameters = new HashMap<>(given(otlpEndpoint));
        parameters.put("CollectorLayer", layer);
        parameters.put("CollectorSendsToXRay", sendsToXRay);
        Map<String, String> variables =
                new TreeMap<>(function(read(parameters), "SetupFunction").environment());
        variables
                .keySet()
                .retainAll(Set.of(
                        "OPENTELEMETRY_COLLECTOR_CONFIG_URI",
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "SLIPWAY_OTLP_ENDPOINT",
                        "SLIPWAY_XRAY_ENDPOINT"));
        return variables;
    }

    private static Declared.Function function(Stack stack, String logicalId) {
        return stack.all(Declared.Function.class).stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void read_realTemplate_declaresEveryStepUnderItsName() {
        assertThat(read(given("")).all(Declared.Function.class))
                .extracting(Declared.Function::name)
                .containsExactly(
                        "slipway_local_create_deployment",
                        "slipway_local_s3_trigger",
                        "slipway_local_setup",
                        "slipway_local_locate_artifact",
                        "slipway_local_create_version",
                        "slipway_local_activate",
                        "slipway_local_launcher",
                        "slipway_local_record_outcome",
                        "slipway_local_report_spans");
    }

    @Test
    void read_registryMirrorGiven_reachesTheBuild() {
        Stack stack = read(Map.of("CodeBucket", "code", "RegistryMirror", "mirror/hub"));
        assertThat(stack.all(Declared.Project.class).get(0).environment())
                .extracting(Declared.Variable::name)
                .contains("SLIPWAY_REGISTRY_MIRROR")
                .doesNotContain("SLIPWAY_BUILDKIT_IMAGE");
    }

    @Test
    void read_functionWithGlobals_mergesEnvironmentAndLoggingDeep() {
        Declared.Function setup = function(read(given("")), "SetupFunction");
        assertThat(setup.environment())
                .containsEntry("SLIPWAY_BUCKET", "slipway-local-123456789012-us-east-1")
                .containsEntry("SLIPWAY_REPOSITORY", "slipway-local")
                .containsEntry("SLIPWAY_MAX_SOURCE_MIB", "2048")
                .doesNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
        assertThat(setup.timeoutSeconds()).isEqualTo(110);
        assertThat(setup.memoryMiB()).isEqualTo(1024);
        assertThat(setup.logGroup()).isEqualTo("/aws/lambda/slipway_local_setup");
        assertThat(setup.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/slipway-local-SetupRole");
        assertThat(setup.alias()).contains("live");
    }

    @Test
    void read_otlpEndpointGiven_switchesTracingOnInFunctionsAndBuilds() {
        Stack stack = read(given("http://127.0.0.1:4318"));
        assertThat(function(stack, "SetupFunction").environment())
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
                .containsEntry("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        assertThat(stack.all(Declared.Project.class).get(0).environment())
                .contains(new Declared.Variable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", "PLAINTEXT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "arn:aws:lambda:us-east-1:123456789012:layer:collector:1"})
    void read_collectorLayer_isExportedToAndForwardsToTheEndpoint(String layer) {
        assertThat(collectorVariables("https://otlp.example.org", layer, "false"))
                .isEqualTo(Map.of(
                        "OPENTELEMETRY_COLLECTOR_CONFIG_URI", "/var/task/collector.yaml",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318",
                        "SLIPWAY_OTLP_ENDPOINT", "https://otlp.example.org"));
    }

    @Test
    void read_collectorSendsToXRay_takesTheOtherConfiguration() {
        assertThat(collectorVariables("https://otlp.example.org", "default", "true"))
                .containsEntry("OPENTELEMETRY_COLLECTOR_CONFIG_URI", "/var/task/collector-xray.yaml")
                .containsEntry("SLIPWAY_XRAY_ENDPOINT", "https://xray.us-east-1.amazonaws.com/v1/traces");
    }

    /** A variable that is not set would fail the start of every function. */
    @ParameterizedTest
    @CsvSource({"collector.yaml, false", "collector-xray.yaml, true"})
    void collectorFile_always_readsWhatTheTemplateSets(String file, String sendsToXRay) throws IOException {
        Map<String, String> given = collectorVariables("https://otlp.example.org", "default", sendsToXRay);
        assertThat(given).containsEntry("OPENTELEMETRY_COLLECTOR_CONFIG_URI", "/var/task/" + file);
        assertThat(Pattern.compile("\\$\\{env:(\\w+)}")
                        .matcher(Files.readString(TEMPLATE.resolveSibling(file)))
                        .results()
                        .map(reference -> reference.group(1))
                        .filter(name -> !name.equals("AWS_REGION")))
                .isNotEmpty()
                .allMatch(given::containsKey);
    }

    @Test
    void read_noCollectorLayer_exportsDirectly() {
        assertThat(collectorVariables("https://otlp.example.org", "none", "true"))
                .isEqualTo(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otlp.example.org"));
    }

    @Test
    void read_settingsOfTheTracing_reachTheFunctionsAsTheirVariables() {
        Map<String, String> parameters = new HashMap<>(given("http://127.0.0.1:4317"));
        parameters.putAll(Map.of(
                "CollectorLayer", "none",
                "OtlpProtocol", "grpc",
                "OtelResourceAttributes", "deployment.environment.name=prod",
                "OtelTracesSampler", "parentbased_traceidratio",
                "OtelTracesSamplerArg", "0.1"));
        assertThat(function(read(parameters), "S3TriggerFunction").environment())
                .containsEntry("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod")
                .containsEntry("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
                .containsEntry("OTEL_TRACES_SAMPLER_ARG", "0.1");
    }

    @Test
    void read_collectorLayerWithoutEndpoint_leavesEveryVariableOut() {
        assertThat(collectorVariables("", "default", "true")).isEmpty();
    }

    @Test
    void read_endpointIsNoUrl_isRefusedBeforeAFunctionFailsToStart() {
        assertThatThrownBy(() -> read(given("collector:4318"))).hasMessageContaining("an http or https URL, or empty");
    }

    @Test
    void read_project_readsItsSourceRoleAndLogGroup() {
        Declared.Project project = read(given("")).all(Declared.Project.class).get(0);
        assertThat(project.sourceLocation()).isEqualTo("slipway-code-local/codebuild.zip");
        assertThat(project.roleArn()).endsWith(":role/slipway-local-BuildRole");
        assertThat(project.logGroup()).contains("/aws/codebuild/slipway-local");
        assertThat(project.timeoutMinutes()).isEqualTo(110);
        assertThat(project.environment())
                .contains(new Declared.Variable("SLIPWAY_REPOSITORY_URI", "127.0.0.1:5000/slipway-local", "PLAINTEXT"))
                .noneMatch(variable -> variable.name().startsWith("OTEL_"));
    }

    @Test
    void read_stateMachine_substitutesAliasArns() {
        Declared.StateMachine machine =
                read(given("")).all(Declared.StateMachine.class).get(0);
        assertThat(machine.arn()).isEqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:slipway-local");
        assertThat(machine.definition())
                .contains("\"arn:aws:lambda:us-east-1:123456789012:function:slipway_local_setup:live\"")
                .doesNotContain("${");
    }

    @Test
    void read_events_becomeRulesOfTheirAliases() {
        assertThat(read(given("")).all(Declared.Rule.class))
                .satisfiesExactly(
                        upload -> {
                            assertThat(upload.name()).isEqualTo("slipway-local-upload");
                            assertThat(upload.pattern()).hasToString("""
                                    {"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":\
                                    ["slipway-local-123456789012-us-east-1"]},"object":{"key":[{"prefix":"incoming/"}]}}}""");
                            assertThat(upload.target()).endsWith(":function:slipway_local_s3_trigger:live");
                            assertThat(upload.maximumRetryAttempts()).isEqualTo(20);
                        },
                        desired -> assertThat(desired.logicalId()).isEqualTo("LauncherFunctionDesiredState"),
                        drift -> assertThat(drift.schedule()).isEqualTo("rate(15 minutes)"),
                        keepActive -> assertThat(keepActive.name()).isEqualTo("slipway-local-keep-active"),
                        status -> assertThat(status.logicalId()).isEqualTo("RecordOutcomeFunctionExecutionStatus"));
    }

    @Test
    void deadLetters_ofEveryRule_areAllowedByTheQueuesPolicy() throws IOException {
        String template = Files.readString(TEMPLATE);
        for (Declared.Rule rule : read(given("")).all(Declared.Rule.class)) {
            String arn = "rule/" + rule.name().replace("slipway-local-", "slipway-${Pipeline}-");
            assertThat(template).as(rule.logicalId()).contains("${AWS::AccountId}:" + arn + "\"");
        }
    }

    @Test
    void read_everyFunctionOfARule_keepsWhatItFailsToTake() {
        Stack stack = read(given(""));
        String queue = "arn:aws:sqs:us-east-1:123456789012:slipway-local-dead-letters";
        for (Declared.Rule rule : stack.all(Declared.Rule.class)) {
            assertThat(stack.all(Declared.Function.class))
                    .filteredOn(function -> rule.target().startsWith(function.arn()))
                    .singleElement()
                    .satisfies(function -> assertThat(function.onFailure()).contains(queue));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sts.amazonaws.com, repo:owner/app:ref:refs/heads/main, true",
        "sts.amazonaws.com, repo:owner/app:ref:refs/heads/other, false",
        "sts.amazonaws.com, repo:other/app:ref:refs/heads/main, false",
        "other,             repo:owner/app:ref:refs/heads/main, false"
    })
    void deployerRole_trust_isForOneAudienceAndSubject(String audience, String subject, boolean trusted) {
        String provider = "arn:aws:iam::123456789012:oidc-provider/token.example.org/x";
        Map<String, String> parameters = new HashMap<>(given(""));
        parameters.put("OidcProviderArn", provider);
        parameters.put("OidcSubject", "repo:owner/app:ref:refs/heads/main");
        Declared.Role role = read(parameters).all(Declared.Role.class).stream()
                .filter(candidate -> candidate.logicalId().equals("DeployerRole"))
                .findFirst()
                .orElseThrow();

        Map<String, String> token = Map.of("token.example.org/x:aud", audience, "token.example.org/x:sub", subject);
        Access assumed = new Access("sts:AssumeRoleWithWebIdentity", role.arn(), token);
        assertThat(role.trust().get(provider).decide(assumed).allowed()).isEqualTo(trusted);
        assertThat(role.trust()).containsOnlyKeys(provider);
        assertThat(role.managedPolicies())
                .containsExactly("arn:aws:iam::123456789012:policy/slipway-local-DeployerPolicy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "repo:*", "repo:owner/*:main", "repo"})
    void read_oidcSubjectForEverybody_isRefused(String subject) {
        Map<String, String> parameters = new HashMap<>(given(""));
        parameters.put("OidcSubject", subject);
        assertThatThrownBy(() -> read(parameters)).hasMessageContaining("two parts without wildcards");
    }

    @Test
    void read_outputs_areResolved() {
        assertThat(read(given("")).outputs())
                .contains(
                        new Stack.Output("Bucket", "slipway-local-123456789012-us-east-1", ""),
                        new Stack.Output("ImageRepositoryUri", "127.0.0.1:5000/slipway-local", ""),
                        new Stack.Output(
                                "RecordOutcomeFunction",
                                "arn:aws:lambda:us-east-1:123456789012:function:slipway_local_record_outcome:live",
                                ""));
    }

    @Test
    void read_headersSecret_isRefusedAsNotImplemented() {
        Map<String, String> parameters = Map.of(
                "CodeBucket",
                "code",
                "OtlpEndpoint",
                "http://127.0.0.1:4318",
                "OtlpHeadersSecret",
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:headers");
        assertThatThrownBy(() -> read(parameters))
                .isInstanceOf(TemplateException.class)
                .hasMessageMatching(
                        "failed to read template.yaml, line \\d+: type of variable not implemented: SECRETS_MANAGER"
                                + "|failed to read template.yaml, line \\d+: dynamic reference not implemented: .*");
    }
}
