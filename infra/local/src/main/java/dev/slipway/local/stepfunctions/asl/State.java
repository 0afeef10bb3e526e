package dev.slipway.local.stepfunctions.asl;

import dev.slipway.local.stepfunctions.jsonata.Template;
import java.util.List;
import java.util.Optional;

/** One state. */
public sealed interface State {

    String name();

    /** Returns the type as it stands in the definition and begins the names of its history events. */
    String type();

    /** Calls a service. */
    record Task(
            String name,
            String resource,
            Optional<Template> arguments,
            Optional<Template> timeoutSeconds,
            Optional<Template> heartbeatSeconds,
            Recovery recovery,
            Flow flow)
            implements State {
        @Override
        public String type() {
            return "Task";
        }
    }

    /** Passes its input on, or its Output. */
    record Pass(String name, Flow flow) implements State {
        @Override
        public String type() {
            return "Pass";
        }
    }

    /**
     * Chooses the next state.
     *
     * @param otherwise where no rule matches; its {@code next} is the Default
     */
    record Choice(String name, List<Rule> rules, Flow otherwise) implements State {
        @Override
        public String type() {
            return "Choice";
        }
    }

    /**
     * A way out of a Choice.
     *
     * @param condition gives a boolean
     */
    record Rule(Template condition, Flow flow) {}

    /**
     * Waits.
     *
     * @param until a timestamp if {@code isTimestamp}, else a number of seconds
     */
    record Wait(String name, Template until, boolean isTimestamp, Flow flow) implements State {
        @Override
        public String type() {
            return "Wait";
        }
    }

    /** Ends the execution, or the branch, well. */
    record Succeed(String name, Flow flow) implements State {
        @Override
        public String type() {
            return "Succeed";
        }
    }

    /** Ends the execution with an error. */
    record Fail(String name, Optional<Template> error, Optional<Template> cause) implements State {
        @Override
        public String type() {
            return "Fail";
        }
    }

    /** Runs branches side by side; its result is the array of their outputs. */
    record Parallel(String name, Optional<Template> arguments, List<Definition> branches, Recovery recovery, Flow flow)
            implements State {
        @Override
        public String type() {
            return "Parallel";
        }
    }

    /**
     * Runs one branch for each item, inline.
     *
     * @param maxConcurrency 0 for all at once
     */
    record Each(
            String name,
            Optional<Template> items,
            Optional<Template> itemSelector,
            Optional<Template> maxConcurrency,
            Definition processor,
            Recovery recovery,
            Flow flow)
            implements State {
        @Override
        public String type() {
            return "Map";
        }
    }

    /**
     * How a state is left.
     *
     * @param next empty where it ends the execution or the branch
     */
    record Flow(Optional<Template> output, Optional<Template> assign, Optional<String> next) {}

    /** What is done about errors. */
    record Recovery(List<Retrier> retriers, List<Catcher> catchers) {}

    /** A Catch: where an error leads. */
    record Catcher(ErrorNames errors, Flow flow) {}
}
