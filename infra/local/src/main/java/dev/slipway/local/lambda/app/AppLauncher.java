package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.image.Image;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** One way to run apps: containers, or processes of the host. */
public interface AppLauncher {

    /** Whether this way can run the image now. */
    boolean accepts(Image image);

    /** Makes the image ready to start, so that a start takes no longer than the app itself. */
    void prepare(Image image) throws IOException;

    /**
     * Starts the app of a version, without waiting until it listens.
     *
     * @param output takes each line of standard output and standard error
     */
    RunningApp start(AppVersion version, Consumer<String> output) throws IOException;

    /** Gives up what is kept of all images but the ones of these digests. */
    void retain(Set<String> digests) throws IOException;

    /** Stops what an earlier life of the local cloud left running. */
    void stopLeftovers();
}
