package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/** CloudFormation's calls, by what they are for. */
final class Stacks {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> NO_CHANGE = List.of("didn't contain changes", "No updates are to be performed");

    private final CloudFormationClient client;

    Stacks(CloudFormationClient client) {
        this.client = client;
    }

    /** Finds a stack by its name, or by its id even when it is deleted. */
    Optional<Stack> find(String stack) {
        try {
            return client.describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            if (e.statusCode() == 400 && String.valueOf(e.getMessage()).contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the template that the stack was made of, before any transform. */
    PipelineTemplate template(String stack) {
        return new PipelineTemplate(
                client.getTemplate(request -> request.stackName(stack).templateStage(TemplateStage.ORIGINAL))
                        .templateBody());
    }

    static Map<String, String> parameters(Stack stack) {
        Map<String, String> parameters = new TreeMap<>();
        stack.parameters().forEach(each -> parameters.put(each.parameterKey(), each.parameterValue()));
        return parameters;
    }

    static Map<String, String> outputs(Stack stack) {
        Map<String, String> outputs = new TreeMap<>();
        for (Output output : stack.outputs()) {
            outputs.put(output.outputKey(), output.outputValue());
        }
        return outputs;
    }

    /**
     * What a change set is made of.
     *
     * @param first whether there is no stack yet
     * @param adopts whether resources of these names that are there already become the stack's
     */
    record Wanted(
            String stack, String name, boolean first, boolean adopts, String templateUrl, List<Parameter> parameters) {
        Wanted {
            parameters = List.copyOf(parameters);
        }
    }

    /** Has CloudFormation compare, and returns the changes in the order to show them in; none where all is as wanted. */
    List<Change> compare(Wanted wanted) {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder()
                .stackName(wanted.stack())
                .changeSetName(wanted.name())
                .changeSetType(wanted.first() ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                .templateURL(wanted.templateUrl())
                .parameters(wanted.parameters())
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND);
        if (wanted.adopts()) {
            request.importExistingResources(true);
        }
        create(wanted, request.build());
        Pace pace = new Pace(PATIENCE);
        DescribeChangeSetResponse page = page(wanted, null);
        while (page.status() == ChangeSetStatus.CREATE_PENDING || page.status() == ChangeSetStatus.CREATE_IN_PROGRESS) {
            if (!pace.next(false)) {
                throw failed(wanted, "it has not answered for " + PATIENCE.toMinutes() + " minutes");
            }
            page = page(wanted, null);
        }
        if (page.status() == ChangeSetStatus.FAILED) {
            String reason = String.valueOf(page.statusReason());
            if (NO_CHANGE.stream().anyMatch(reason::contains)) {
                return List.of();
            }
            throw failed(wanted, reason);
        }
        return changes(wanted, page);
    }

    private void create(Wanted wanted, CreateChangeSetRequest request) {
        try {
            client.createChangeSet(request);
        } catch (CloudFormationException e) {
            if (e.awsErrorDetails() != null
                    && "ValidationError".equals(e.awsErrorDetails().errorCode())) {
                throw failed(wanted, String.valueOf(e.awsErrorDetails().errorMessage()));
            }
            throw e;
        }
    }

    private List<Change> changes(Wanted wanted, DescribeChangeSetResponse first) {
        List<Change> changes = new ArrayList<>();
        DescribeChangeSetResponse page = first;
        while (true) {
            page.changes().stream()
                    .filter(change -> change.resourceChange() != null)
                    .map(change -> Change.of(change.resourceChange()))
                    .forEach(changes::add);
            if (page.nextToken() == null || page.nextToken().isEmpty()) {
                break;
            }
            page = page(wanted, page.nextToken());
        }
        changes.sort(Change.order());
        return changes;
    }

    private DescribeChangeSetResponse page(Wanted wanted, @Nullable String token) {
        return client.describeChangeSet(request ->
                request.stackName(wanted.stack()).changeSetName(wanted.name()).nextToken(token));
    }

    void execute(Wanted wanted) {
        client.executeChangeSet(request -> request.stackName(wanted.stack()).changeSetName(wanted.name()));
    }

    /** Removes a change set, and the stack that only it has made. */
    void discard(Wanted wanted) {
        try {
            client.deleteChangeSet(request -> request.stackName(wanted.stack()).changeSetName(wanted.name()));
        } catch (ChangeSetNotFoundException e) {
            // It never came to be.
        }
        if (wanted.first()) {
            find(wanted.stack())
                    .filter(stack -> "REVIEW_IN_PROGRESS".equals(stack.stackStatusAsString()))
                    .ifPresent(stack -> delete(stack.stackId()));
        }
    }

    void delete(String stack) {
        client.deleteStack(request -> request.stackName(stack));
    }

    /** Returns the newest events, back to one that is known. */
    List<StackEvent> events(String stack, ResourceEvents known) {
        List<StackEvent> events = new ArrayList<>();
        for (StackEvent event : client.describeStackEventsPaginator(request -> request.stackName(stack))
                .stackEvents()) {
            if (known.knows(event)) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    private static CliFailure failed(Wanted wanted, String reason) {
        return CliFailure.usage(
                "failed to compare the stack " + wanted.stack() + " with the template: " + reason,
                StackHints.of(reason).orElse("nothing was changed; `slipway bootstrap --help` names the parameters"));
    }
}
