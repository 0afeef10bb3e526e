package dev.slipway.local.codebuild;

import java.io.IOException;
import java.io.InputStream;

/** Where CodeBuild gets the source of a project from: S3, as far as it needs it. */
@FunctionalInterface
public interface SourceObjects {

    /**
     * Finds an object.
     *
     * @param location {@code <bucket>/<key>}
     * @throws IOException when it is not there or cannot be read; the message is the reason that the build shows
     */
    Found find(String location) throws IOException;

    /**
     * An object that is there.
     *
     * @param etag changes when the content does
     * @param content opens that very content
     */
    record Found(String etag, Content content) {}

    /** Opens the bytes of an object. */
    @FunctionalInterface
    interface Content {
        /** Opens the object from its first byte. */
        InputStream open() throws IOException;
    }
}
