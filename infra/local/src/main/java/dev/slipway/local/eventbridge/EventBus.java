package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default bus. An event that a rule matches is on disk before {@link #publish} returns and leaves it when the target
 * has taken it: delivery is at least once, across kills as well. One thread delivers and keeps the schedules. Safe for
 * use by several threads.
 */
public final class EventBus implements EventSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, EventPattern> patterns = new LinkedHashMap<>();
    private final Map<String, Schedule> schedules = new LinkedHashMap<>();
    private final Journal journal;
    private final TargetInvoker invoker;
    private final Clock clock;
    private final String account;
    private final String region;
    private final ScheduledThreadPoolExecutor thread;
    private volatile boolean started;
    private volatile @Nullable EventArchive archive;

    /**
     * Makes a bus that accepts events at once and delivers them after {@link #start()}.
     *
     * @param folder where undelivered events are kept
     * @throws InvalidPatternException a pattern that is malformed or not implemented
     * @throws IllegalArgumentException a schedule that is
     */
    public EventBus(List<Rule> rules, Path folder, TargetInvoker invoker, Clock clock, String account, String region) {
        for (Rule rule : rules) {
            this.rules.put(rule.name(), rule);
            rule.pattern().ifPresent(pattern -> patterns.put(rule.name(), EventPattern.parse(pattern)));
            rule.schedule().ifPresent(schedule -> schedules.put(rule.name(), Schedule.parse(schedule)));
        }
        this.journal = new Journal(folder);
        this.invoker = invoker;
        this.clock = clock;
        this.account = account;
        this.region = region;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "eventbridge");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Keeps all that is published from now on, matched by a rule or not. */
    public void archiveIn(EventArchive file) {
        archive = file;
    }

    /** Takes up what an earlier run left, and the schedules. Targets must answer by now. */
    public void start() {
        started = true;
        for (Delivery delivery : journal.open()) {
            thread.execute(() -> deliver(delivery));
        }
        schedules.keySet().forEach(name -> schedule(name, clock.instant()));
    }

    /** Returns the rules, in the order of the template. */
    List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public void publish(ObjectNode given) {
        ObjectNode event = complete(given);
        EventArchive kept = archive;
        if (kept != null) {
            kept.keep(event);
        }
        patterns.forEach((name, pattern) -> {
            if (pattern.matches(event)) {
                accept(name, event);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Fills in what the bus adds, in the order in which AWS writes an event. */
    private ObjectNode complete(ObjectNode given) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", given.path("version").asText("0"));
        event.put("id", given.path("id").asText(UUID.randomUUID().toString()));
        event.set("detail-type", given.path("detail-type"));
        event.set("source", given.path("source"));
        event.put("account", given.path("account").asText(account));
        event.put("time", given.path("time").asText(seconds(clock.instant())));
        event.put("region", given.path("region").asText(region));
        JsonNode resources = given.path("resources");
        event.set("resources", resources.isArray() ? resources : JsonNodeFactory.instance.arrayNode());
        event.set("detail", given.path("detail"));
        return event;
    }

    private void accept(String rule, ObjectNode event) {
        String payload = requireRule(rule).target().input().orElseGet(event::toString);
        Delivery delivery = new Delivery(UUID.randomUUID().toString(), rule, payload, clock.millis(), 0);
        journal.write(delivery);
        if (started) {
            execute(delivery, Duration.ZERO);
        }
    }

    private void deliver(Delivery delivery) {
        Rule rule = rules.get(delivery.rule());
        if (rule == null) {
            // The template no longer has it.
            journal.remove(delivery);
            return;
        }
        try {
            invoker.invoke(rule.target().arn(), delivery.payload());
            journal.remove(delivery);
        } catch (RuntimeException e) {
            retry(rule, delivery.tried(), e);
        }
    }

    private void retry(Rule rule, Delivery delivery, RuntimeException failure) {
        if (thread.isShutdown()) {
            return;
        }
        Duration age = Duration.ofMillis(clock.millis() - delivery.acceptedAt());
        if (delivery.attempts() > rule.target().attempts()
                || age.compareTo(rule.target().maximumAge()) > 0) {
            LOG.warn("gave up an event of rule {} after {} attempts", rule.name(), delivery.attempts(), failure);
            journal.remove(delivery);
            return;
        }
        try {
            journal.write(delivery);
        } catch (UncheckedIOException e) {
            // It is on disk as it was before this attempt.
            LOG.warn("failed to count an attempt for rule {}: {}", rule.name(), e.toString());
        }
        long wait = FIRST_WAIT.toMillis() << Math.min(delivery.attempts() - 1, 10);
        execute(delivery, Duration.ofMillis(Math.min(wait, LONGEST_WAIT.toMillis())));
    }

    private void execute(Delivery delivery, Duration wait) {
        later(() -> deliver(delivery), wait);
    }

    private void later(Runnable work, Duration wait) {
        Runnable logged = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("failed to deliver an event", e);
            }
        };
        try {
            var unused = thread.schedule(logged, Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // A delivery is in the journal, and the next run finds it there.
            return;
        }
    }

    private void schedule(String name, Instant last) {
        Schedule schedule = schedules.get(name);
        if (schedule != null) {
            schedule.next(last).ifPresent(at -> later(() -> fire(name, at), Duration.between(clock.instant(), at)));
        }
    }

    private void fire(String name, Instant at) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("source", "aws.events");
        event.put("detail-type", "Scheduled Event");
        event.put("time", seconds(at));
        event.putArray("resources").add(requireRule(name).arn());
        event.putObject("detail");
        try {
            accept(name, complete(event));
        } finally {
            // Counted from now: a machine that slept fires once, not once for each time it missed.
            Instant now = clock.instant();
            schedule(name, now.isAfter(at) ? now : at);
        }
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Rule requireRule(String name) {
        return java.util.Objects.requireNonNull(rules.get(name), name);
    }
}
