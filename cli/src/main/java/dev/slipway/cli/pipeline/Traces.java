package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.xray.XRayTraces;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.telemetry.tree.LocalTraces;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Fetches the traces of deployments from where the pipeline keeps them, and says why when there is none. */
public final class Traces {
    private static final String SAMPLED = "01";
    /** What a command has the memory for. */
    private static final int LARGEST = 24 << 20;

    private final Site site;
    private final Clients clients;

    Traces(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /** Opens a deployment's trace as OTLP/JSON, for the caller to close. */
    public Reader json(DeploymentRecord record) {
        TraceContext trace = record.input().trace();
        if (trace == null) {
            throw none(record, "nothing was traced then", "the next deploy is traced: " + switchedOn());
        }
        return onAws() ? new StringReader(fromXRay(record, trace)) : fromReceiver(record, trace);
    }

    private boolean onAws() {
        return site.receiver() == null && !site.pipeline().equals(Site.LOCAL);
    }

    private Reader fromReceiver(DeploymentRecord record, TraceContext trace) {
        URI receiver = site.receiver();
        if (receiver == null) {
            throw none(
                    record,
                    "the local cloud keeps no traces now",
                    "its trace id is " + trace.traceId() + "; " + switchedOn());
        }
        try {
            return new LocalTraces(receiver).json(trace.traceId()).orElseThrow(() -> notKept(record, trace));
        } catch (IOException e) {
            throw unreachable(record, e);
        }
    }

    private String fromXRay(DeploymentRecord record, TraceContext trace) {
        try {
            return new XRayTraces(clients.xray(), Clock.systemUTC(), Traces::rest)
                    .otlpJson(trace.traceId(), record.createdAt(), record.finishedAt())
                    .orElseThrow(() -> notInXRay(record, trace));
        } catch (SdkException e) {
            throw PipelineFailures.of(e);
        }
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a trace arrives", e);
        }
    }

    /** Fetches a deployment's trace. */
    public TraceTree tree(DeploymentRecord record) {
        try (Reader json = new LimitedReader(json(record), LARGEST)) {
            return TraceTree.parse(json);
        } catch (LimitedReader.TooLongException e) {
            throw none(record, "it has more than " + (LARGEST >> 20) + " MiB", "--output json gives it as it is");
        } catch (IOException e) {
            throw unreachable(record, e);
        }
    }

    /** Fetches a deployment's trace if it is there, and is one that {@link #tree} gives. */
    public Optional<TraceTree> find(DeploymentRecord record) {
        try {
            return Optional.of(tree(record));
        } catch (CliFailure e) {
            if (e.exitCode() == ExitCode.USAGE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the address of a trace in the pipeline's own backend. */
    public Optional<String> url(String traceId, @Nullable String ownTemplate) {
        return Optional.ofNullable(ownTemplate == null ? site.traceUrlTemplate() : ownTemplate)
                .map(template -> template.replace("{traceId}", traceId));
    }

    /** Returns where a trace can be looked at: in the backend that a template names, and on AWS in X-Ray's console. */
    public List<String> urls(TraceContext trace, @Nullable String template) {
        if (!trace.traceparent().endsWith(SAMPLED)) {
            return List.of();
        }
        return Stream.concat(url(trace.traceId(), template).stream(), xray(trace.traceId()).stream())
                .toList();
    }

    private Optional<String> xray(String traceId) {
        if (site.pipeline().equals(Site.LOCAL) || !site.traced()) {
            return Optional.empty();
        }
        String[] arn = site.stateMachine().split(":", -1);
        String region = arn[3];
        String console = switch (arn[1]) {
            case "aws-cn" -> "console.amazonaws.cn";
            case "aws-us-gov" -> "console.amazonaws-us-gov.com";
            default -> "console.aws.amazon.com";
        };
        return Optional.of("https://" + region + "." + console + "/cloudwatch/home?region=" + region + "#xray:traces/"
                + XRayTraces.id(traceId));
    }

    private CliFailure notInXRay(DeploymentRecord record, TraceContext trace) {
        if (!trace.traceparent().endsWith(SAMPLED)) {
            return notSampled(record);
        }
        String there = url(trace.traceId(), null).orElse("trace id " + trace.traceId());
        return none(
                record,
                "X-Ray has no span of it",
                "its spans went to the tracing backend of pipeline " + site.pipeline() + ": " + there
                        + "; the stack's parameter CollectorSendsToXRay=true sends them to X-Ray as well, once Transaction"
                        + " Search is on for the account");
    }

    private CliFailure notKept(DeploymentRecord record, TraceContext trace) {
        return trace.traceparent().endsWith(SAMPLED)
                ? none(
                        record,
                        "it is not kept any more",
                        "its trace id is " + trace.traceId() + "; the local cloud drops the oldest traces first")
                : notSampled(record);
    }

    private static CliFailure notSampled(DeploymentRecord record) {
        return none(record, "it was not sampled", "see OTEL_TRACES_SAMPLER and what started the deploy");
    }

    private String switchedOn() {
        return site.pipeline().equals(Site.LOCAL)
                ? "slipway local start --otlp receiver switches tracing on"
                : "the stack's parameter OtlpEndpoint switches tracing on";
    }

    private static CliFailure none(DeploymentRecord record, String cause, String hint) {
        return CliFailure.usage(failed(record) + cause, hint);
    }

    private static CliFailure unreachable(DeploymentRecord record, IOException cause) {
        return new CliFailure(
                ExitCode.UNREACHABLE,
                failed(record) + cause.getMessage(),
                "see slipway local status and its log",
                cause);
    }

    private static String failed(DeploymentRecord record) {
        return "failed to show the trace of " + record.deploymentId() + ": ";
    }
}
