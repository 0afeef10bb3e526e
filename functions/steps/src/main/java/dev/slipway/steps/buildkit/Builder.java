package dev.slipway.steps.buildkit;

import dev.slipway.events.plan.BuildPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Something that builds an image from a folder and pushes it. */
interface Builder {

    /** Names the builder as records, spans and logs do. */
    String name();

    /**
     * Builds and pushes; progress flows into the log as it comes.
     *
     * @return digest of the pushed manifest; empty when the build failed, and the log knows why
     * @throws IOException when the builder itself could not be reached or run
     */
    Optional<String> build(Request request, BuildLog log) throws IOException, InterruptedException;

    /**
     * What to build.
     *
     * @param image to push, with its tag
     * @param secrets values of secret mounts by id; never on a command line
     * @param scratch folder for the builder's own files, removed after the build
     */
    record Request(
            BuildPlan plan, Path context, Path dockerfile, String image, Map<String, String> secrets, Path scratch) {
        public Request {
            secrets = Map.copyOf(secrets);
        }
    }
}
