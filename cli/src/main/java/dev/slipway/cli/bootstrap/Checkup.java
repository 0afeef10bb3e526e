package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.PipelineFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Looks at a pipeline on AWS and at the way there; changes nothing. */
public final class Checkup {
    /** AWS refuses a call that is signed further off. */
    private static final Duration REFUSED_SKEW = Duration.ofMinutes(5);

    private static final Duration NOTICEABLE_SKEW = Duration.ofSeconds(30);
    private static final int REACH_MS = 2000;
    /** Fewer, and the steps of two deploys and their apps are throttled by one another. */
    private static final int LOW_CONCURRENCY = 50;

    private final Clients clients;
    private final String pipeline;
    private final Optional<Release> release;

    /** Compares with a release, where this command has one. */
    public Checkup(Clients clients, String pipeline, Optional<Release> release) {
        this.clients = clients;
        this.pipeline = pipeline;
        this.release = release;
    }

    /** Returns what there is to say, in the order in which one needs the other. */
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        GetCallerIdentityResponse caller;
        try {
            String region = clients.sts().serviceClientConfiguration().region().id();
            findings.add(Finding.ok("region", region));
            caller = clients.sts().getCallerIdentity();
            findings.add(Finding.ok("credentials", caller.arn() + ", account " + caller.account()));
            findings.add(clock(date(caller), Instant.now()));
        } catch (SdkException e) {
            CliFailure failure = PipelineFailures.of(e);
            findings.add(Finding.fail("credentials", String.valueOf(failure.getMessage()), hint(failure)));
            return findings;
        }
        findings.add(guarded("quota", () -> quota(clients.lambda().getAccountSettings())));
        Stacks stacks = new Stacks(clients.cloudFormation());
        try {
            Optional<Stack> stack = stacks.find("slipway-" + pipeline);
            findings.add(stack(
                    "slipway-" + pipeline, stack.map(Stack::stackStatusAsString).orElse(null)));
            stack.ifPresent(there -> {
                findings.add(version(
                        Stacks.outputs(there).get("Version"),
                        release.map(Release::version).orElse(null)));
                findings.add(collector(Stacks.parameters(there).getOrDefault("OtlpEndpoint", "")));
            });
        } catch (SdkException e) {
            findings.add(refused("stack", e));
        }
        return findings;
    }

    private static Finding guarded(String check, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (SdkException e) {
            return refused(check, e);
        }
    }

    private static Finding refused(String check, SdkException e) {
        CliFailure failure = PipelineFailures.of(e);
        return Finding.warn(check, String.valueOf(failure.getMessage()), hint(failure));
    }

    /** Who is in doubt is sent here, so here it has to be said. */
    private static String hint(CliFailure failure) {
        return failure.hint()
                .filter(hint -> !hint.contains("slipway doctor"))
                .orElse(
                        "see whether AWS is reached from here, by HTTPS_PROXY where it has to be, and AWS_ENDPOINT_URL unset");
    }

    private static Optional<Instant> date(GetCallerIdentityResponse answer) {
        try {
            return answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Finding clock(Optional<Instant> theirs, Instant ours) {
        if (theirs.isEmpty()) {
            return Finding.ok("clock", "AWS did not say what time it is there");
        }
        Duration skew = Duration.between(theirs.get(), ours);
        String text = Math.abs(skew.toSeconds()) + " s " + (skew.isNegative() ? "behind" : "ahead of") + " AWS";
        if (skew.abs().compareTo(NOTICEABLE_SKEW) < 0) {
            return Finding.ok("clock", "as AWS has it");
        }
        String hint = "set this machine's clock, by NTP for instance";
        return skew.abs().compareTo(REFUSED_SKEW) < 0
                ? Finding.warn("clock", text, hint)
                : Finding.fail("clock", text + ", which refuses calls that are five minutes off", hint);
    }

    static Finding quota(GetAccountSettingsResponse account) {
        int free = account.accountLimit().unreservedConcurrentExecutions();
        long used = account.accountUsage().totalCodeSize();
        long most = account.accountLimit().totalCodeSize();
        if (used > most / 10 * 9) {
            return Finding.warn(
                    "quota",
                    "Lambda keeps " + (used >> 20) + " MiB of code, of " + (most >> 20) + " that it may",
                    "delete old versions of functions, or ask for more: \"Function and layer storage\" in Service Quotas");
        }
        String text = free + " executions of Lambda at once that no function has reserved";
        return free < LOW_CONCURRENCY
                ? Finding.warn("quota", text, "ask for more: \"Concurrent executions\" of AWS Lambda in Service Quotas")
                : Finding.ok("quota", text);
    }

    static Finding stack(String name, @Nullable String status) {
        String text = name + (status == null ? " is not there" : " is " + status);
        return switch (StackState.of(status)) {
            case ABSENT ->
                Finding.fail("stack", text, "create it: slipway bootstrap; or see whether the region is right");
            case FAILED -> Finding.fail("stack", text, "slipway bootstrap removes it and begins anew");
            case BUSY -> Finding.warn("stack", text, "slipway bootstrap waits for the end of it");
            case STUCK ->
                Finding.fail(
                        "stack",
                        text,
                        "clear up first: aws cloudformation continue-update-rollback --stack-name " + name);
            case LEFT_OVER -> Finding.fail("stack", text, "finish its removal: slipway teardown");
            case STANDS ->
                StackState.isGood(status)
                        ? Finding.ok("stack", text)
                        : Finding.warn("stack", text, "its last change failed; try it again: slipway bootstrap");
        };
    }

    static Finding version(@Nullable String theirs, @Nullable String ours) {
        if (ours == null || ours.equals(theirs)) {
            return Finding.ok("version", String.valueOf(theirs));
        }
        return Finding.warn(
                "version",
                "the pipeline is " + (theirs == null ? "of a version before it told" : theirs) + ", this command is "
                        + ours,
                "bring the pipeline to this version: slipway bootstrap; or use the command that fits it");
    }

    /** Says whether this machine reaches a collector, which is where its own spans would go. */
    public static Finding collector(String endpoint) {
        if (endpoint.isEmpty()) {
            return Finding.ok("collector", "none; nothing is traced");
        }
        try {
            URI uri = URI.create(endpoint);
            int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(uri.getHost(), port), REACH_MS);
            }
            return Finding.ok("collector", endpoint);
        } catch (IOException | IllegalArgumentException e) {
            return Finding.warn(
                    "collector",
                    endpoint + " cannot be reached from here: " + e.getMessage(),
                    "see that it runs; where only AWS can reach it, all is well. No deploy fails for it");
        }
    }
}
