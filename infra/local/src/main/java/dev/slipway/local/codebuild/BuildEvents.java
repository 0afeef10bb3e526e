package dev.slipway.local.codebuild;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Raises the events of builds that change their state. */
final class BuildEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(BuildEvents.class);
    private final EventSink sink;

    BuildEvents(EventSink sink) {
        this.sink = sink;
    }

    void stateChanged(Build build) {
        ObjectNode now = build.snapshot();
        ObjectNode event = JSON.createObjectNode();
        event.put("source", "aws.codebuild").put("detail-type", "CodeBuild Build State Change");
        event.putArray("resources").add(build.arn());
        ObjectNode detail = event.putObject("detail");
        detail.set("build-status", now.path("buildStatus"));
        detail.put("project-name", build.project());
        detail.put("build-id", build.arn());
        detail.set("current-phase", now.path("currentPhase"));
        detail.put("current-phase-context", "[]").put("version", "1");
        ObjectNode more = detail.putObject("additional-information");
        more.set("build-complete", now.path("buildComplete"));
        more.set("build-number", now.path("buildNumber"));
        more.set("initiator", now.path("initiator"));
        more.set("logs", now.path("logs"));
        more.set("timeout-in-minutes", now.path("timeoutInMinutes"));
        try {
            sink.publish(event);
        } catch (RuntimeException e) {
            // These events are best effort on AWS too; what waits for a build in a workflow asks the build itself.
            LOG.warn("failed to publish that build {} has changed", build.id(), e);
        }
    }
}
