package dev.slipway.plan;

import dev.slipway.events.Codec;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.plan.RunConfig;
import dev.slipway.plan.dockerfile.ExposedPort;
import dev.slipway.plan.limits.Platforms;
import dev.slipway.plan.limits.PortLimits;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.source.PlannedFiles;
import dev.slipway.plan.source.SourceTree;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.toml.SlipwayToml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how a source is built and run. What {@code slipway.toml} says wins over the Procfile, which wins over what is found;
 * a Dockerfile of the source's own wins over a generated one.
 */
public final class Planner {
    private static final int SCHEMA = Codec.SCHEMA;

    private final SourceTree tree;
    private final PlanOptions options;
    private final SlipwayToml toml;
    private final List<String> notes = new ArrayList<>();

    private Planner(SourceTree tree, PlanOptions options) {
        this.tree = tree;
        this.options = options;
        this.toml = tree.text(SlipwayToml.FILE).map(SlipwayToml::parse).orElseGet(SlipwayToml::defaults);
    }

    /**
     * Plans a source.
     *
     * @throws PlanException when slipway.toml is wrong, when nothing says how to build it, or when Lambda would refuse it
     */
    public static BuildPlan plan(SourceTree tree, PlanOptions options) {
        return new Planner(tree, options).plan();
    }

    /** Says whether the text of a file may be needed for a plan; of all others the name is enough. */
    public static boolean wants(String path) {
        return PlannedFiles.wants(path);
    }

    private BuildPlan plan() {
        String platform = platform();
        SourceTree context = context();
        Optional<OwnDockerfile> own = OwnDockerfile.find(context, toml, platform);
        Procfile procfile = context.text(Procfile.FILE).map(Procfile::parse).orElse(Procfile.NONE);
        String command = first(toml.web().command(), web(procfile, own), "the command is that of the Procfile");
        String release =
                first(toml.releaseCommand(), procfile.release(), "the release command is that of the Procfile");
        RunConfig run = new RunConfig(command, port(own), toml.web().auth(), toml.health(), toml.env(), release);
        return own.map(dockerfile -> built(dockerfile, run)).orElseGet(() -> generated(context, run));
    }

    private BuildPlan built(OwnDockerfile own, RunConfig run) {
        return new BuildPlan(
                SCHEMA,
                "dockerfile",
                null,
                own.rule(),
                own.reason(),
                own.path(),
                null,
                null,
                toml.build().context(),
                toml.build().target(),
                args(),
                toml.build().platform(),
                toml.build().secrets(),
                run,
                notes);
    }

    private BuildPlan generated(SourceTree context, RunConfig run) {
        Detection detection = Stacks.detect(new Project(
                context,
                options.app(),
                run.command(),
                run.port(),
                args().keySet(),
                toml.build().secrets().keySet()));
        notes.addAll(detection.notes());
        return new BuildPlan(
                SCHEMA,
                detection.stack(),
                detection.version(),
                detection.rule(),
                detection.reason(),
                null,
                detection.dockerfile(),
                IgnoreFile.text(detection.ignored(), context.text(IgnoreFile.FILE)),
                toml.build().context(),
                null,
                args(),
                toml.build().platform(),
                toml.build().secrets(),
                run,
                notes);
    }

    private @Nullable String platform() {
        String ofPipeline = options.architecture() == null ? null : Platforms.ofArchitecture(options.architecture());
        String asked = toml.build().platform();
        if (ofPipeline != null && asked != null) {
            Platforms.problemOf(asked, ofPipeline).ifPresent(problem -> {
                throw new PlanException(
                        toml.place("build.platform"), problem, "remove the line, or deploy to a pipeline of that kind");
            });
        }
        return ofPipeline;
    }

    private SourceTree context() {
        String folder = toml.build().context();
        if (!folder.equals(".") && !tree.hasFolder(folder)) {
            throw new PlanException(
                    toml.place("build.context"), "there is no folder " + folder, "the path begins at the root");
        }
        return tree.below(folder);
    }

    /** Returns what the Procfile starts, unless a Dockerfile says so itself: its image may be laid out otherwise. */
    private Optional<String> web(Procfile procfile, Optional<OwnDockerfile> own) {
        boolean decided = own.filter(OwnDockerfile::startsByItself).isPresent();
        if (decided && procfile.web().isPresent()) {
            notes.add("the Procfile's web is not used: " + own.get().path() + " has a command of its own");
        }
        return decided ? Optional.empty() : procfile.web();
    }

    private @Nullable String first(@Nullable String ofToml, Optional<String> ofProcfile, String note) {
        if (ofToml != null || ofProcfile.isEmpty()) {
            return ofToml;
        }
        notes.add(note);
        return ofProcfile.get();
    }

    private int port(Optional<OwnDockerfile> own) {
        Integer asked = toml.web().port();
        if (asked != null) {
            return asked;
        }
        Optional<ExposedPort> exposed = own.flatMap(OwnDockerfile::exposedPort);
        if (exposed.isEmpty()) {
            return RunConfig.DEFAULT_PORT;
        }
        String place = Place.of(own.get().path(), exposed.get().line()).toString();
        int port = exposed.get().port();
        Optional<String> problem = PortLimits.problemOf(port);
        notes.add(problem.map(what ->
                        "port " + RunConfig.DEFAULT_PORT + ", told as PORT: the port of EXPOSE (" + place + ") " + what)
                .orElse("port " + port + ": EXPOSE (" + place + ")"));
        return problem.isPresent() ? RunConfig.DEFAULT_PORT : port;
    }

    private Map<String, String> args() {
        Map<String, String> args = new HashMap<>(toml.build().args());
        args.putAll(options.buildArgs());
        return args;
    }
}
