package dev.slipway.steps.buildkit;

import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.step.StepSpans;
import dev.slipway.steps.buildkit.progress.Blame;
import dev.slipway.steps.buildkit.progress.BuildLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that builds an image from a folder and pushes it. */
interface Builder {

    /** Names the builder as records, spans and logs do. */
    String name();

    /** Begins what does not need the source, while that is fetched. */
    default void prepare(Path scratch) {}

    /**
     * Builds and pushes; progress flows into the log as it comes.
     *
     * @throws IOException when the builder itself could not be reached or run
     */
    Outcome build(Request request, BuildLog log) throws IOException, InterruptedException;

    /** Says who writes the spans of the steps, once the build is over. */
    default StepSpans stepSpans() {
        return StepSpans.RECORD_OUTCOME;
    }

    /**
     * What to build.
     *
     * @param secrets values of secret mounts by id; never on a command line
     * @param scratch folder for the builder's own files, removed after the build
     */
    record Request(BuildPlan plan, Path context, Path dockerfile, Map<String, String> secrets, Path scratch) {
        public Request {
            secrets = Map.copyOf(secrets);
        }
    }

    /** What became of a build. */
    sealed interface Outcome {

        /**
         * It made an image.
         *
         * @param digest of what was pushed, an image or an index of one image and what is attested about it
         * @param adaptedDigest of the image with the web adapter; null where none was asked for
         * @param scannedDigest of an index like that of digest, with an SBOM too; null where none was asked for or made
         */
        record Built(
                String digest,
                @Nullable String adaptedDigest,
                @Nullable String scannedDigest) implements Outcome {}

        /** It did not. */
        record Failed(Blame blame) implements Outcome {}
    }
}
