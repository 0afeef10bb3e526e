package dev.slipway.plan.toml;

import dev.slipway.events.AppName;
import dev.slipway.events.plan.Auth;
import dev.slipway.events.plan.HealthCheck;
import dev.slipway.plan.limits.EnvironmentLimits;
import dev.slipway.plan.limits.Platforms;
import dev.slipway.plan.limits.PortLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sections of {@code slipway.toml} one by one. */
final class TomlReader {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
    private static final int MOST_SUCCESSES = 10;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final String ENV = "env";

    private final Section root;

    TomlReader(Section root) {
        this.root = root;
    }

    SlipwayToml read() {
        root.only("app", "build", "web", "health", ENV, "release");
        return new SlipwayToml(
                app(),
                build(root.table("build")),
                web(root.table("web")),
                health(root.table("health")),
                environment(),
                releaseCommand(root.table("release")),
                root.places());
    }

    private @Nullable String app() {
        String app = root.string("app");
        if (app != null && !AppName.isValid(app)) {
            throw root.error(
                    "app",
                    "must be 1 to 40 lower-case letters, digits and inner hyphens, beginning with a letter",
                    "for example app = \"hello\"");
        }
        return app;
    }

    private static BuildSection build(Section build) {
        build.only("dockerfile", "target", "args", "platform", "context", "include", "exclude", "secrets");
        Section secrets = build.table("secrets");
        Map<String, String> bySecret = secrets.strings();
        bySecret.forEach((name, variable) -> {
            if (!SECRET.matcher(name).matches()) {
                throw secrets.error(name, "is no name of a secret mount", "use letters, digits, _ . and -");
            }
            if (variable.isEmpty()) {
                throw secrets.error(name, "must name a variable", "set it with `slipway env set --sensitive`");
            }
        });
        Section args = build.table("args");
        Map<String, String> byArgument = args.strings();
        for (String name : byArgument.keySet()) {
            if (!SlipwayToml.isBuildArgument(name)) {
                throw args.error(name, "is no name of a build argument", "use letters, digits and underscores");
            }
        }
        String context = build.path("context");
        return new BuildSection(
                build.path("dockerfile"),
                build.string("target"),
                byArgument,
                build.oneOf("platform", Platforms.ALL),
                context == null ? "." : context,
                build.list("include"),
                build.list("exclude"),
                bySecret);
    }

    private static WebSection web(Section web) {
        web.only("command", "port", "auth");
        Long port = web.integer("port");
        Optional<String> problem = port == null ? Optional.empty() : PortLimits.problemOf(port);
        if (problem.isPresent()) {
            throw web.error("port", problem.get(), "the usual choice is port = 8080; the app is told it as PORT");
        }
        String auth = web.oneOf("auth", List.of(Auth.PUBLIC.id(), Auth.IAM.id()));
        return new WebSection(
                web.text("command"),
                port == null ? null : port.intValue(),
                Auth.IAM.id().equals(auth) ? Auth.IAM : Auth.PUBLIC);
    }

    private static HealthCheck health(Section health) {
        health.only("path", "status", "timeout", "interval", "successes");
        String path = health.string("path");
        if (path != null && !path.startsWith("/")) {
            throw health.error("path", "must begin with a slash", "for example path = \"/healthz\"");
        }
        Duration timeout = health.duration("timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        Duration interval = health.duration("interval", SHORTEST_INTERVAL, LONGEST_INTERVAL);
        Long status = health.integer("status", 100, 599);
        Long successes = health.integer("successes", 1, MOST_SUCCESSES);
        return new HealthCheck(
                path == null ? "/" : path,
                status == null ? null : status.intValue(),
                (timeout == null ? DEFAULT_TIMEOUT : timeout).toMillis(),
                (interval == null ? DEFAULT_INTERVAL : interval).toMillis(),
                successes == null ? 1 : successes.intValue());
    }

    private Map<String, String> environment() {
        Section env = root.table(ENV);
        Map<String, String> variables = env.strings();
        for (String name : variables.keySet()) {
            EnvironmentLimits.problemOfName(name).ifPresent(problem -> {
                throw env.error(name, problem, name.equals("PORT") ? "set [web] port instead" : "choose another name");
            });
        }
        EnvironmentLimits.problemOfSize(variables).ifPresent(problem -> {
            throw root.error(ENV, problem, "keep large values in the source or in a store, and put their place here");
        });
        return variables;
    }

    private static @Nullable String releaseCommand(Section release) {
        release.only("command");
        return release.text("command");
    }
}
