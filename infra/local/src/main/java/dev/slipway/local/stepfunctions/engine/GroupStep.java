package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.asl.State;
import dev.slipway.local.stepfunctions.engine.Branch.Exit;
import dev.slipway.local.stepfunctions.jsonata.EvaluationException;
import dev.slipway.local.stepfunctions.jsonata.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attempt at a Parallel or a Map state: works out its members, runs them as a {@link Group}, collects the outputs. */
final class GroupStep {

    private GroupStep() {}

    /** What one branch of a group runs. */
    record Member(Definition definition, JsonNode input, Optional<JsonNode> item) {}

    static Exit parallel(Branch branch, Visit visit, State.Parallel parallel) {
        JsonNode input = parallel.arguments()
                .map(arguments ->
                        branch.evaluating(visit, () -> arguments.evaluate(branch.scope(visit, Map.of()), "Arguments")))
                .orElse(visit.input());
        List<Member> members = parallel.branches().stream()
                .map(definition -> new Member(definition, input, Optional.empty()))
                .toList();
        branch.last(branch.execution().append("ParallelStateStarted", branch.last()));
        JsonNode result = collect(new Group(branch, members, new Group.Plain()).run(members.size()));
        branch.execution().append("ParallelStateSucceeded", branch.last());
        return branch.leave(visit, parallel.flow(), "", result, Map.of("result", result));
    }

    static Exit each(Branch branch, Visit visit, State.Each each) {
        Run run = branch.execution();
        List<Member> members;
        int concurrency;
        try {
            Scope scope = branch.scope(visit, Map.of());
            members = branch.evaluating(visit, () -> members(branch, visit, each));
            concurrency = branch.evaluating(
                    visit,
                    () -> each.maxConcurrency()
                            .map(limit -> (int) Steps.seconds(limit, scope, "MaxConcurrency"))
                            .orElse(0));
        } catch (StateFailure e) {
            branch.last(run.append("MapStateFailed", branch.last()));
            throw e;
        }
        branch.last(run.append(
                "MapStateStarted",
                branch.last(),
                "mapStateStartedEventDetails",
                Run.object().put("length", members.size())));
        Group group = new Group(branch, members, new Group.Iterations(each.name()));
        JsonNode result = collect(group.run(concurrency == 0 ? members.size() : concurrency));
        run.append("MapStateSucceeded", branch.last());
        return branch.leave(visit, each.flow(), "", result, Map.of("result", result));
    }

    private static List<Member> members(Branch branch, Visit visit, State.Each each) {
        Scope scope = branch.scope(visit, Map.of());
        JsonNode items = each.items()
                .map(template -> template.evaluate(scope, "Items", JsonNodeType.ARRAY))
                .orElse(visit.input());
        if (!items.isArray()) {
            throw new EvaluationException("", "Map state input must be an array but was: " + items);
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode value = items.get(i);
            JsonNode item = Run.object().put("Index", i).set("Value", value);
            JsonNode input = each.itemSelector()
                    .map(selector -> selector.evaluate(
                            branch.inner(branch.stop(), Optional.of(item), 0).scope(visit, Map.of()), "ItemSelector"))
                    .orElse(value);
            members.add(new Member(each.processor(), input, Optional.of(item)));
        }
        return members;
    }

    private static ArrayNode collect(List<JsonNode> outputs) {
        return JsonNodeFactory.instance.arrayNode().addAll(outputs);
    }
}
