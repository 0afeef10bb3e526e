package dev.slipway.local.builder;

import dev.slipway.local.builder.Progress.Vertex;
import dev.slipway.local.builder.dockerfile.Dockerfile;
import dev.slipway.local.builder.dockerfile.DockerfileProblem;
import dev.slipway.local.builder.dockerfile.Instruction;
import dev.slipway.local.builder.dockerfile.Stage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds one image: reads the Dockerfile, carries out the stages that its target needs, and hands over the last. */
final class ImageBuild {
    private static final String EXTENSIONS = "/opt/extensions/";

    private final BuildRequest request;
    private final Progress progress;
    private final BuildContext context;
    private final BuildContext definition;
    private final Layers layers;
    private final Map<Integer, StageBuild> done = new HashMap<>();
    private Optional<FileTree> contextTree = Optional.empty();

    ImageBuild(BuildRequest request, Progress progress, Layers layers) {
        this.request = request;
        this.progress = progress;
        this.context = BuildContext.open(request.context());
        this.definition = BuildContext.open(request.dockerfileFolder());
        this.layers = layers;
    }

    /** Builds, and returns the target's stage with all its layers pushed. */
    StageBuild run(String architecture) throws IOException {
        try {
            BuildPlan plan = plan(architecture);
            for (Stage stage : plan.stages()) {
                done.put(stage.index(), new StageRun(plan, stage, architecture).run());
            }
            StageBuild target = done.get(plan.target().index());
            if (target == null) {
                throw new IllegalStateException("the plan does not hold its own target");
            }
            target.config.labels.putAll(request.labels());
            return target;
        } catch (DockerfileProblem problem) {
            throw BuildFailure.at(request.dockerfile(), problem);
        }
    }

    private BuildPlan plan(String architecture) throws IOException {
        Vertex vertex = progress.start("[internal] load build definition from " + request.dockerfile());
        try {
            Dockerfile file = Dockerfile.parse(definition.dockerfile(request.dockerfile()));
            BuildPlan plan = BuildPlan.of(file, request.target(), new Variables(file, request.args(), architecture));
            plan.requireNoEngine(request.dockerfile());
            vertex.done(false);
            return plan;
        } catch (DockerfileProblem problem) {
            vertex.failed(problem.problem());
            throw problem;
        } catch (BuildFailure failure) {
            vertex.failed(failure.problem());
            throw failure;
        }
    }

    private FileTree contextTree() throws IOException {
        if (contextTree.isEmpty()) {
            Vertex vertex = progress.start("[internal] load build context");
            contextTree = Optional.of(context.tree(context.ignoreRules(definition, request.dockerfile())));
            vertex.done(false);
        }
        return contextTree.get();
    }

    /** The instructions of one stage, one after the other. */
    private final class StageRun {
        private final BuildPlan plan;
        private final Stage stage;
        private final Variables variables;
        private int step = 1;

        StageRun(BuildPlan plan, Stage stage, String architecture) {
            this.plan = plan;
            this.stage = stage;
            this.variables = new Variables(plan.file(), request.args(), architecture);
        }

        StageBuild run() throws IOException {
            StageBuild build = begin();
            for (Instruction instruction : stage.instructions()) {
                if (!BuildPlan.isStep(instruction)) {
                    build.apply(instruction);
                    continue;
                }
                step++;
                Vertex vertex = progress.start(plan.stepName(stage, step, instruction.text()));
                try {
                    vertex.done(carryOut(build, instruction, vertex));
                } catch (DockerfileProblem problem) {
                    vertex.failed(problem.problem());
                    throw problem;
                } catch (BuildFailure failure) {
                    vertex.failed(failure.problem());
                    throw failure;
                }
            }
            if (build.hasPending()) {
                build.add(new TreeMap<>(), layers, "WORKDIR " + build.config.folder);
            }
            return build;
        }

        private StageBuild begin() throws IOException {
            String base = variables.global(stage.from(), stage.base());
            if (base.isEmpty()) {
                throw stage.from().problem("base name (%s) should not be blank".formatted(stage.base()));
            }
            Optional<StageBuild> parent = plan.file().stage(base, stage.index()).map(found -> done.get(found.index()));
            if (parent.isPresent()) {
                return new StageBuild(stage, variables, parent.get());
            }
            if (base.equals("scratch")) {
                return new StageBuild(stage, variables, Optional.empty());
            }
            Vertex vertex = progress.start(plan.stepName(stage, 1, "FROM " + base));
            vertex.log("base image %s recorded, not pulled: the image runs as a host process only".formatted(base));
            vertex.done(false);
            return new StageBuild(stage, variables, Optional.of(base));
        }

        /** Carries out a numbered step and tells whether its layer was there before. */
        private boolean carryOut(StageBuild build, Instruction instruction, Vertex vertex) throws IOException {
            if (instruction.keyword().equals("WORKDIR")) {
                build.apply(instruction);
                return false;
            }
            Optional<FileTree> from = source(build, instruction);
            if (from.isEmpty()) {
                vertex.log("left out: an extension of Lambda's, which a host process does not run");
                return false;
            }
            requireLocal(build, instruction);
            CopyStep copy = new CopyStep(instruction, build.variables, from.get(), build.tree, layers.scratch());
            return build.add(copy.run(build.config.folder), layers, instruction.text())
                    .reused();
        }

        private Optional<FileTree> source(StageBuild build, Instruction instruction) throws IOException {
            String flag = instruction.flags().get("from");
            if (flag == null) {
                return Optional.of(contextTree());
            }
            String from = variables.global(instruction, flag);
            Optional<StageBuild> other = plan.file().stage(from, stage.index()).map(found -> done.get(found.index()));
            if (other.isPresent()) {
                return Optional.of(other.get().tree);
            }
            String destination = instruction.list().get(instruction.list().size() - 1);
            if (build.variables.word(instruction, destination).startsWith(EXTENSIONS)) {
                return Optional.empty();
            }
            throw BuildFailure.needsEngine(request.dockerfile(), instruction.line(), "COPY --from=%s".formatted(from));
        }

        private void requireLocal(StageBuild build, Instruction instruction) {
            if (!instruction.keyword().equals("ADD")) {
                return;
            }
            for (String word : instruction.list()) {
                String source = build.variables.word(instruction, word);
                if (source.matches("(?i)(https?|git|ssh)://.*|git@.*")) {
                    throw BuildFailure.needsEngine(request.dockerfile(), instruction.line(), "ADD " + source);
                }
            }
        }
    }
}
