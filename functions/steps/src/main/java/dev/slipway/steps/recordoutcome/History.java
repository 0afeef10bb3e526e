package dev.slipway.steps.recordoutcome;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.Stage;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.PhaseTime;
import dev.slipway.events.step.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * The history of an execution, as visits to its states.
 *
 * <p>The launch loop visits its state several times; as a phase it lasts from the first visit to the end of the last.
 */
final class History {
    private static final Map<String, Stage> PHASES = Map.of(
            "Setup", Stage.SETUP,
            "BuildKit", Stage.BUILDKIT,
            "LocateArtifact", Stage.LOCATE_ARTIFACT,
            "CreateVersion", Stage.CREATE_VERSION,
            "Activate", Stage.ACTIVATE,
            "Launch", Stage.LAUNCH);

    private final ExecutionInput input;
    private final List<HistoryEvent> events;

    History(ExecutionInput input, List<HistoryEvent> events) {
        this.input = input;
        this.events = List.copyOf(events);
    }

    static Optional<Stage> phaseOf(String state) {
        return Optional.ofNullable(PHASES.get(state));
    }

    ExecutionInput input() {
        return input;
    }

    /** Says whether the workflow never began. */
    boolean isEmpty() {
        return events.isEmpty();
    }

    Instant startedAt() {
        return events.isEmpty() ? Instant.EPOCH : events.get(0).timestamp();
    }

    /** Returns when a state was last entered. */
    Instant lastEntered() {
        return events.stream()
                .filter(event -> event.stateEnteredEventDetails() != null)
                .map(HistoryEvent::timestamp)
                .reduce(startedAt(), (first, then) -> then);
    }

    /** Returns the visits to states in order; one that did not end lasts until now. */
    List<Visit> visits(Instant now) {
        List<Visit> visits = new ArrayList<>();
        for (HistoryEvent event : events) {
            if (event.stateEnteredEventDetails() != null) {
                visits.add(new Visit(event.stateEnteredEventDetails().name(), event.timestamp(), now, false));
            } else if (event.stateExitedEventDetails() != null && !visits.isEmpty()) {
                Visit open = visits.remove(visits.size() - 1);
                visits.add(new Visit(open.state(), open.entered(), event.timestamp(), true));
            }
        }
        return visits;
    }

    /**
     * Returns the visits to the states that do something, each as long as the step itself says it was at work; where it does
     * not, from entering the state to leaving it. What a stopped execution did not leave counts as entered only: what its
     * step still does, it says itself.
     */
    List<Visit> work() {
        List<Visit> all = new ArrayList<>();
        Optional<Work> told = Optional.empty();
        for (HistoryEvent event : events) {
            if (event.stateEnteredEventDetails() != null) {
                told = Optional.empty();
                Instant entered = event.timestamp();
                all.add(new Visit(event.stateEnteredEventDetails().name(), entered, entered, false));
            } else if (event.taskSucceededEventDetails() != null) {
                told = workIn(event.taskSucceededEventDetails().output());
            } else if (event.stateExitedEventDetails() != null && !all.isEmpty()) {
                Visit open = all.remove(all.size() - 1);
                Instant exited = event.timestamp();
                all.add(told.map(work -> new Visit(open.state(), work.from(), work.until(), true))
                        .orElseGet(() -> new Visit(open.state(), open.entered(), exited, true)));
            }
        }
        return all.stream().filter(visit -> phaseOf(visit.state()).isPresent()).toList();
    }

    List<PhaseTime> phases(Instant now) {
        Map<Stage, PhaseTime> phases = new LinkedHashMap<>();
        for (Visit visit : visits(now)) {
            phaseOf(visit.state())
                    .ifPresent(stage -> phases.merge(
                            stage,
                            time(stage, visit.entered(), visit.exited()),
                            (first, again) -> time(stage, first.startedAt(), visit.exited())));
        }
        return List.copyOf(phases.values());
    }

    /** Returns the phase that was entered last. */
    Optional<Stage> lastPhase() {
        return visits(startedAt()).stream()
                .map(Visit::state)
                .flatMap(state -> phaseOf(state).stream())
                .reduce((earlier, later) -> later);
    }

    /** Returns the number that create_version gave out, for an execution that ended before it could pass it on. */
    Optional<Long> version() {
        if (input.version() != null && input.kind() == Kind.ROLLBACK) {
            return Optional.of(input.version());
        }
        return events.stream()
                .filter(event -> event.stateExitedEventDetails() != null
                        && event.stateExitedEventDetails().name().equals("CreateVersion"))
                .map(event -> event.stateExitedEventDetails().output())
                .flatMap(output -> numberIn(output).stream())
                .findFirst();
    }

    /** Returns the ids of the builds that were submitted. */
    List<String> buildIds() {
        return events.stream()
                .filter(event -> event.taskSubmittedEventDetails() != null
                        && "codebuild".equals(event.taskSubmittedEventDetails().resourceType()))
                .map(event -> event.taskSubmittedEventDetails().output())
                .map(output -> Codec.parse(output).at("/Build/Id").asText(""))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static PhaseTime time(Stage stage, Instant from, Instant to) {
        return new PhaseTime(stage, from, Math.max(0, Duration.between(from, to).toMillis()));
    }

    private static Optional<Long> numberIn(String output) {
        try {
            long version = Codec.parse(output).at("/Payload/version").asLong(0);
            return version > 0 ? Optional.of(version) : Optional.empty();
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    private static Optional<Work> workIn(String output) {
        try {
            return Optional.of(Codec.parse(output).path("Payload").path(Work.FIELD))
                    .filter(JsonNode::isObject)
                    .map(json -> Codec.bind(json, Work.class));
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    /** One visit to a state; closed when the execution left the state. */
    record Visit(String state, Instant entered, Instant exited, boolean closed) {}
}
