package dev.slipway.steps.buildkit;

import dev.slipway.plan.dockerfile.DockerfileText;
import dev.slipway.steps.buildkit.progress.Blame;
import java.util.regex.Pattern;

/**
 * Says what to do where an image could not be pulled because its registry is out of reach: a container engine is chosen
 * before the embedded builder, though without a network only the latter can build.
 */
final class PullAdvice {
    private static final Pattern PULL =
            Pattern.compile("\\[internal] (?:load metadata for|booting buildkit).*|\\[[^]]*] FROM .*", Pattern.DOTALL);
    private static final Pattern OUT_OF_REACH =
            Pattern.compile("dial tcp|no such host|connection refused|i/o timeout|TLS handshake|deadline exceeded");

    private final boolean embeddedIsThere;

    /**
     * Prepares advice.
     *
     * @param embeddedIsThere whether the embedded builder could be taken instead
     */
    PullAdvice(boolean embeddedIsThere) {
        this.embeddedIsThere = embeddedIsThere;
    }

    /** Returns the same blame, with a hint where it is about a registry out of reach. */
    Blame advise(Blame blame, String dockerfile) {
        if (blame.step() == null
                || !PULL.matcher(blame.step()).matches()
                || !OUT_OF_REACH.matcher(blame.cause()).find()) {
            return blame;
        }
        boolean runs = DockerfileText.parse(dockerfile).lines((keyword, operands) -> keyword.equals("RUN")).length > 0;
        String hint = embeddedIsThere && !runs
                ? "the builder reaches no registry; without RUN none is needed: slipway local start --builder embedded"
                : "the builder does not reach that registry; check its network, or set the pipeline's RegistryMirror";
        return new Blame(blame.step(), blame.place(), blame.exitCode(), blame.cause(), hint, blame.log());
    }
}
