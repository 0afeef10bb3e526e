package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.local.Installation;
import dev.slipway.cli.local.LocalCloud;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Finds pipelines: the local one by its file, one on AWS by its stack {@code slipway-<pipeline>}. */
public final class Discovery {
    private final LocalCloud local;
    private final SavedPipelines saved;
    private final Optional<Installation> installation;

    /** Looks for the local cloud in the given place; without an installation it is found but never started. */
    public Discovery(LocalCloud local, SavedPipelines saved, Optional<Installation> installation) {
        this.local = local;
        this.saved = saved;
        this.installation = installation;
    }

    /** Returns the pipeline; the local one is started when it does not run or is of another build. */
    public Site start(String pipeline) {
        if (!pipeline.equals(Site.LOCAL)) {
            return onAws(pipeline);
        }
        return Site.of(local.ensureRunning(installation.orElseThrow(() -> CliFailure.usage(
                "failed to start the local cloud: this command was not started by bin/slipway",
                "run cli/bin/slipway of the repository"))));
    }

    /** Says whether {@link #start} would take seconds because the local cloud has to come up first. */
    public boolean wouldStart(String pipeline) {
        if (!pipeline.equals(Site.LOCAL)) {
            return false;
        }
        Optional<CloudFile> running = local.running();
        return running.isEmpty()
                || installation
                        .filter(here -> !local.isCurrent(running.get(), here))
                        .isPresent();
    }

    private Site onAws(String pipeline) {
        String name = "slipway-" + pipeline;
        String region = saved.find(pipeline).map(SavedPipeline::region).orElse(null);
        try (Clients clients = new Clients(Site.onAws(pipeline, region), List.of())) {
            Stack stack = clients.cloudFormation()
                    .describeStacks(request -> request.stackName(name))
                    .stacks()
                    .get(0);
            Map<String, String> outputs =
                    stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
            boolean traced = parameter(stack, "OtlpEndpoint").isPresent();
            String traceUrl = parameter(stack, "TraceUrlTemplate").orElse(null);
            return new Site(pipeline, region, null, null, null, traced, outputs, null, traceUrl).understood();
        } catch (AwsServiceException e) {
            if (e.statusCode() == 400 && String.valueOf(e.getMessage()).contains("does not exist")) {
                throw PipelineFailures.unreachable(
                        "there is no stack " + name + " in this account and region",
                        "create it: slipway bootstrap; or use the local pipeline: --pipeline local");
            }
            throw PipelineFailures.of(e);
        } catch (SdkException e) {
            throw PipelineFailures.of(e);
        }
    }

    private static Optional<String> parameter(Stack stack, String name) {
        return stack.parameters().stream()
                .filter(parameter -> parameter.parameterKey().equals(name))
                .map(Parameter::parameterValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
