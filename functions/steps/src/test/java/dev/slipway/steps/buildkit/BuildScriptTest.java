package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.slipway.events.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs build.sh with a docker that writes down how it is called; that BuildKit takes it so, real builds show. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "builds run by bash, as on CodeBuild")
final class BuildScriptTest {
    private static final Path SCRIPT = Path.of("../../infra/codebuild/build.sh").toAbsolutePath();
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String DOCKER = """
            #!/usr/bin/env bash
            printf '%s\\n' "$*" >>"$CALLS"
            env | grep -E '^(OTEL|TRACE)' >>"$CALLS.environment"
            case "$1 $2" in
              'buildx create')
                mkdir -p "$BUILDX_CONFIG/instances"
                printf '%s' '{"Name":"'"$4"'","Nodes":[{"DriverOpts":{"env.SLIPWAY_SPANS":"-","network":"host"}}]}' \\
                  >"$BUILDX_CONFIG/instances/$4" ;;
              'buildx rm') rm "$BUILDX_CONFIG/instances/$4" ;;
              'exec '*) [[ -e "$CALLS.answers" ]] ;;
              'buildx build')
                [[ ! -e "$CALLS.broken" ]] || { rm "$CALLS.broken"; exit 1; }
                while [[ "$1" != --metadata-file ]]; do shift; done
                printf '{\\n  "containerimage.digest": "%s"\\n}' "$DIGEST" >"$2" ;;
            esac
            """;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(bin.resolve("docker"), DOCKER);
        Files.setPosixFilePermissions(bin.resolve("docker"), PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("scratch", "scratch/secrets", "context", "config")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("scratch/args"), "");
        environment.putAll(Map.of(
                "PATH",
                bin + ":/usr/bin:/bin",
                "CALLS",
                folder.resolve("calls").toString(),
                "DIGEST",
                DIGEST,
                "DOCKER_CONFIG",
                folder.resolve("config").toString(),
                "SLIPWAY_BUILDER_NAME",
                "buildx",
                "SLIPWAY_PIPELINE",
                "local",
                "SLIPWAY_SCRATCH",
                folder.resolve("scratch").toString(),
                "SLIPWAY_CONTEXT",
                folder.resolve("context").toString(),
                "SLIPWAY_DOCKERFILE",
                "Dockerfile",
                "SLIPWAY_TARGET",
                ""));
        environment.putAll(Map.of(
                "SLIPWAY_PLATFORM", "",
                "SLIPWAY_IMAGE", "registry/slipway:attested-hello",
                "SLIPWAY_ADAPTED_IMAGE", "registry/slipway:adapted-hello",
                "SLIPWAY_SCANNED_IMAGE", "registry/slipway:scanned-hello",
                "SLIPWAY_CACHE_FROM", "",
                "SLIPWAY_CACHE_TO", "registry/slipway:cache.hello"));
    }

    @Test
    void build_plainPlan_isOneBuildByTheDaemonOfThePipeline() throws Exception {
        run(0);
        assertThat(calls()).hasSize(2);
        assertThat(calls().get(0)).startsWith("buildx create --name " + daemon() + " --driver docker-container ");
        assertThat(daemon()).matches("slipway-local-\\d+");
        assertThat(calls().get(1))
                .isEqualTo("buildx build --builder " + daemon() + " --progress rawjson --metadata-file "
                        + folder.resolve("scratch/app.json")
                        + " --file Dockerfile --output type=image,name=registry/slipway:attested-hello,push=true,"
                        + "oci-mediatypes=true --attest type=provenance,mode=max --cache-to type=registry,"
                        + "ref=registry/slipway:cache.hello,mode=max,image-manifest=true,oci-mediatypes=true,"
                        + "ignore-error=true .");
    }

    @Test
    void build_secondOfAPipeline_usesTheSameDaemon() throws Exception {
        run(0);
        String daemon = daemon();
        environment.put("TRACEPARENT", "00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01");
        run(0);
        assertThat(calls().subList(2, calls().size()))
                .singleElement()
                .satisfies(call -> assertThat(call).startsWith("buildx build --builder " + daemon + " "));
    }

    @Test
    void build_programOfBuildx_isCalledByItself() throws Exception {
        Path buildx = folder.resolve("docker-buildx");
        Files.writeString(buildx, "#!/bin/sh\necho itself >>\"$CALLS\"; exec docker buildx \"$@\"\n");
        Files.setPosixFilePermissions(buildx, PosixFilePermissions.fromString("rwx------"));
        environment.put("SLIPWAY_BUILDX", buildx.toString());
        run(0);
        assertThat(calls())
                .extracting(call -> call.split(" --", 2)[0])
                .containsExactly("itself", "buildx create", "itself", "buildx build");
    }

    @Test
    void build_otherSettings_areAnotherDaemonInThePlaceOfTheFirst() throws Exception {
        run(0);
        String first = daemon();
        environment.put("SLIPWAY_REGISTRY_MIRROR", "127.0.0.1:5009");
        run(0);
        assertThat(daemon()).isNotEqualTo(first);
        assertThat(calls()).contains("buildx rm --force " + first);
    }

    @Test
    void build_daemonThatDoesNotAnswer_isMadeAnewAndAskedOnceMore() throws Exception {
        Files.createFile(folder.resolve("calls.broken"));
        run(0);
        String daemon = daemon();
        assertThat(calls())
                .extracting(call -> call.split(" -", 2)[0].split(" /", 2)[0])
                .containsExactly(
                        "buildx create",
                        "buildx build",
                        "exec buildx_buildkit_" + daemon + "0 buildctl debug workers",
                        "buildx rm",
                        "buildx create",
                        "buildx build");
    }

    @Test
    void build_thatFails_leavesRoomOnTheDiskForTheNext() throws Exception {
        Files.createFile(folder.resolve("calls.broken"));
        Files.createFile(folder.resolve("calls.answers"));
        run(1);
        assertThat(calls())
                .last(STRING)
                .isEqualTo("buildx prune --builder " + daemon() + " --force --min-free-space 1gb --max-used-space 1pb");
    }

    @Test
    void build_argsSecretsAndCaches_areNamedAndNothingSecretIsSaid() throws Exception {
        Files.writeString(folder.resolve("scratch/secrets/TOKEN"), "s3cr3t");
        Files.writeString(folder.resolve("scratch/args"), "COLOUR\0PATH=/x y\0");
        environment.put("COLOUR", "red; rm -rf /");
        environment.put("SLIPWAY_CACHE_FROM", "registry/slipway:cache.hello registry/slipway:cache.hello.branches");
        environment.put("SLIPWAY_TARGET", "final");
        environment.put("SLIPWAY_PLATFORM", "linux/arm64");
        run(0);
        assertThat(calls().get(1))
                .contains(" --cache-from type=registry,ref=registry/slipway:cache.hello --cache-from"
                        + " type=registry,ref=registry/slipway:cache.hello.branches ")
                .contains(" --target final --platform linux/arm64 ")
                .contains(" --build-arg COLOUR --build-arg PATH=/x y ")
                .contains(" --secret id=TOKEN,src=" + folder.resolve("scratch/secrets/TOKEN") + " ")
                .doesNotContain("red")
                .doesNotContain("s3cr3t");
    }

    @Test
    void build_traced_givesTheDaemonWhatIsSetAndSaysItNowhere() throws Exception {
        environment.put("TRACEPARENT", "00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01");
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=\"a\\b\",x=&y");
        environment.put("OTEL_SERVICE_NAME", "shop");
        run(0);
        assertThat(daemonVariables())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS", "authorization=\"a\\b\",x=&y",
                        "OTEL_SERVICE_NAME", "shop",
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_METRICS_EXPORTER", "none",
                        "OTEL_TRACES_SAMPLER", "parentbased_always_off",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "1000",
                        "OTEL_BSP_EXPORT_TIMEOUT", "1000",
                        "OTEL_BSP_SCHEDULE_DELAY", "100"));
        assertThat(String.join("\n", calls())).doesNotContain("authorization").doesNotContain("4318");
        assertThat(Files.readString(folder.resolve("calls.environment")))
                .contains("OTEL_TRACES_EXPORTER=none", "OTEL_METRICS_EXPORTER=none", "TRACEPARENT=00-6921");
    }

    @Test
    void build_protocolsThatAreSet_areKept() throws Exception {
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4317");
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc");
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "a=b,c=d");
        run(0);
        assertThat(daemonVariables())
                .containsEntry("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .containsEntry("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
                .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "a=b,c=d")
                .doesNotContainKey("OTEL_EXPORTER_OTLP_HEADERS");
    }

    @Test
    void build_untraced_givesTheDaemonNothing() throws Exception {
        run(0);
        assertThat(daemonVariables()).isEmpty();
    }

    @Test
    void build_adapterAndScanner_areBuildsOfTheirOwnFromTheImage() throws Exception {
        environment.put("SLIPWAY_ADAPTER_IMAGE", "adapter:1");
        environment.put("SLIPWAY_SCANNER_IMAGE", "scanner:1");
        Files.writeString(folder.resolve("scratch/args"), "COLOUR\0");
        environment.put("COLOUR", "red");
        assertThat(run(0))
                .isEqualTo("{\"solve\":\"adding the web adapter\"}\n{\"solve\":\"listing what is in the image\"}\n");
        assertThat(folder.resolve("scratch/adapter/Dockerfile"))
                .hasContent("FROM registry/slipway@" + DIGEST
                        + "\nCOPY --from=adapter:1 /lambda-adapter /opt/extensions/lambda-adapter\n");
        assertThat(calls().get(2))
                .contains("name=registry/slipway:adapted-hello,", " --provenance=false")
                .doesNotContain("--cache")
                .doesNotContain("--build-arg");
        assertThat(calls().get(3))
                .contains(
                        "name=registry/slipway:scanned-hello,",
                        " --attest type=provenance,mode=max --attest type=sbom,generator=scanner:1 ",
                        " --build-arg COLOUR ")
                .doesNotContain("--cache-to");
        assertThat(folder.resolve("scratch/adapted.json")).exists();
        assertThat(folder.resolve("scratch/scanned.json")).exists();
    }

    private String run(int expected) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expected);
        return output;
    }

    private Path instances() {
        return folder.resolve("config/buildx/instances");
    }

    /** The only one that is defined. */
    private String daemon() throws IOException {
        try (Stream<Path> all = Files.list(instances())) {
            return all.reduce((one, more) -> Path.of("several"))
                    .orElseThrow()
                    .getFileName()
                    .toString();
        }
    }

    private List<String> calls() throws IOException {
        return Arrays.asList(Files.readString(folder.resolve("calls")).split("\n", -1)).stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private Map<String, String> daemonVariables() throws IOException {
        Map<String, String> variables = new HashMap<>();
        Codec.parse(Files.readString(instances().resolve(daemon())))
                .at("/Nodes/0/DriverOpts")
                .properties()
                .forEach(option ->
                        variables.put(option.getKey(), option.getValue().asText()));
        assertThat(variables.remove("network")).isEqualTo("host");
        Map<String, String> named = new HashMap<>();
        variables.forEach((name, value) -> named.put(name.substring("env.".length()), value));
        return named;
    }
}
