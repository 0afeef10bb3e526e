package dev.slipway.local;

import dev.slipway.local.eventbridge.Rule;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns the rules that the template declares into rules of the bus. */
final class Rules {
    private Rules() {}

    static List<Rule> of(Stack stack) {
        return stack.all(Declared.Rule.class).stream()
                .map(rule -> new Rule(
                        rule.name(),
                        stack.account().arn("events", "rule/" + rule.name()),
                        Optional.ofNullable(rule.pattern()),
                        Optional.ofNullable(rule.schedule()),
                        new Rule.Target(
                                rule.targetId(),
                                rule.target(),
                                Optional.ofNullable(rule.input()),
                                rule.maximumRetryAttempts(),
                                Duration.ofSeconds(rule.maximumEventAgeSeconds()))))
                .toList();
    }
}
