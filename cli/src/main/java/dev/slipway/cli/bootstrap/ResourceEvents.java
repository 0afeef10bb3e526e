package dev.slipway.cli.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** What the events of a stack tell of its resources, from a certain event on. */
final class ResourceEvents {
    private static final String STACK = "AWS::CloudFormation::Stack";
    /** CloudFormation says so of each resource that it leaves because another one has failed. */
    private static final String CANCELLED = "cancelled";

    private final Set<String> seen = new HashSet<>();
    private final Map<String, Instant> underWay = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private @Nullable StackEvent failure;
    private @Nullable StackEvent stackFailure;

    /** One resource has come to an end. */
    record Ended(
            String verb,
            String resource,
            String type,
            Duration took,
            @Nullable String reason) {
        /** Returns the line for a person. */
        String text() {
            String head = verb + " " + resource + " (" + type + ")";
            return reason == null ? head : head + ": " + reason;
        }
    }

    /** Passes over what happened before. */
    void skip(List<StackEvent> newestFirst) {
        newestFirst.forEach(event -> seen.add(event.eventId()));
    }

    /** Says whether an event has been taken: all older ones have, too. */
    boolean knows(StackEvent event) {
        return seen.contains(event.eventId());
    }

    /** Takes new events in and returns the resources that have come to an end, in order of time. */
    List<Ended> take(List<StackEvent> newestFirst) {
        List<Ended> ended = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            StackEvent event = newestFirst.get(i);
            if (!seen.add(event.eventId())) {
                continue;
            }
            if (STACK.equals(event.resourceType())) {
                takeOfStack(event);
            } else {
                take(event).ifPresent(ended::add);
            }
        }
        return ended;
    }

    /** Returns how many resources have come to an end. */
    int count() {
        return done.size();
    }

    /** Returns what is under way the longest. */
    Optional<String> current() {
        return underWay.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** Returns the first event that tells of a failure of its own: a resource's, else the stack's. */
    Optional<StackEvent> failure() {
        return Optional.ofNullable(failure == null ? stackFailure : failure);
    }

    /** CloudFormation refuses some templates as a whole, before it comes to the first resource. */
    private void takeOfStack(StackEvent event) {
        String status = String.valueOf(event.resourceStatusAsString());
        boolean failed = status.endsWith("_FAILED") || status.endsWith("ROLLBACK_IN_PROGRESS");
        if (failed && stackFailure == null && event.resourceStatusReason() != null) {
            stackFailure = event;
        }
    }

    private Optional<Ended> take(StackEvent event) {
        String status = String.valueOf(event.resourceStatusAsString());
        if (status.endsWith("_IN_PROGRESS")) {
            underWay.putIfAbsent(event.logicalResourceId(), event.timestamp());
            return Optional.empty();
        }
        Instant began = underWay.remove(event.logicalResourceId());
        Duration took = began == null ? Duration.ZERO : Duration.between(began, event.timestamp());
        boolean failed = status.endsWith("_FAILED");
        String reason = event.resourceStatusReason();
        if (failed
                && failure == null
                && !String.valueOf(reason).toLowerCase(Locale.ROOT).contains(CANCELLED)) {
            failure = event;
        }
        done.add(event.logicalResourceId());
        return Optional.of(
                new Ended(verb(status), event.logicalResourceId(), event.resourceType(), took, failed ? reason : null));
    }

    private static String verb(String status) {
        return switch (status) {
            case "CREATE_COMPLETE" -> "created";
            case "UPDATE_COMPLETE" -> "changed";
            case "DELETE_COMPLETE" -> "removed";
            case "DELETE_SKIPPED" -> "kept";
            case "IMPORT_COMPLETE" -> "imported";
            default -> status.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
