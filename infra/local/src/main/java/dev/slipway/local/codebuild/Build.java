package dev.slipway.local.codebuild;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One build: its record, in the very form that BatchGetBuilds answers, kept on disk at every change. */
final class Build {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;
    private final BuildStore store;
    private final Clock clock;
    private final CompletableFuture<ObjectNode> ended = new CompletableFuture<>();

    Build(ObjectNode json, BuildStore store, Clock clock) {
        this.json = json;
        this.store = store;
        this.clock = clock;
        if (isComplete()) {
            ended.complete(json.deepCopy());
        }
    }

    String id() {
        return json.path("id").asText();
    }

    String arn() {
        return json.path("arn").asText();
    }

    /** The part of the id after the project: the name of the log stream. */
    String uuid() {
        return id().substring(id().indexOf(':') + 1);
    }

    String project() {
        return json.path("projectName").asText();
    }

    double startTime() {
        return json.path("startTime").asDouble();
    }

    synchronized ObjectNode snapshot() {
        return json.deepCopy();
    }

    synchronized boolean isComplete() {
        return json.path("buildComplete").asBoolean();
    }

    CompletableFuture<ObjectNode> ended() {
        return ended;
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    /** Begins a phase, at the very time at which the one before it ended: nothing of a build is outside of its phases. */
    synchronized void begin(BuildPhase phase) {
        json.put("currentPhase", phase.name());
        double start = lastPhase().path("endTime").asDouble(now());
        phases().addObject().put("phaseType", phase.name()).put("startTime", start);
        store.save(this, json);
    }

    /** Ends the current phase. */
    synchronized void end(Optional<BuildProblem> problem) {
        if (phases().isEmpty()) {
            return;
        }
        ObjectNode phase = (ObjectNode) phases().get(phases().size() - 1);
        double end = now();
        phase.put(
                "phaseStatus",
                problem.map(BuildProblem::status).orElse(BuildStatus.SUCCEEDED).name());
        phase.put("endTime", end);
        phase.put("durationInSeconds", Math.round(end - phase.path("startTime").asDouble()));
        ObjectNode context = phase.putArray("contexts").addObject();
        context.put("statusCode", problem.map(BuildProblem::code).orElse(""));
        context.put("message", problem.map(BuildProblem::problem).orElse(""));
        store.save(this, json);
    }

    synchronized void put(String field, com.fasterxml.jackson.databind.JsonNode value) {
        json.set(field, value);
    }

    /** Ends the build, raises its last event, and then tells who waits: they find both. */
    void complete(BuildStatus status, BuildEvents events) {
        synchronized (this) {
            json.put("buildStatus", status.name());
            json.put("buildComplete", true);
            json.put("endTime", now());
            begin(BuildPhase.COMPLETED);
        }
        try {
            events.stateChanged(this);
        } finally {
            ended.complete(snapshot());
        }
    }

    /** The current phase with what it failed of, for events. */
    synchronized ObjectNode lastPhase() {
        ArrayNode all = phases();
        return all.isEmpty() ? JSON.createObjectNode() : ((ObjectNode) all.get(all.size() - 1)).deepCopy();
    }

    private ArrayNode phases() {
        return json.withArray("phases");
    }
}
