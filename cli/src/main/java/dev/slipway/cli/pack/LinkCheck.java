package dev.slipway.cli.pack;

import dev.slipway.cli.failure.CliFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses symbolic links that lead out of the source: unpacked elsewhere they would lead anywhere. */
final class LinkCheck {
    private final Path root;
    private final Path realRoot;

    LinkCheck(Path root) throws IOException {
        this.root = root;
        this.realRoot = root.toRealPath();
    }

    /** Returns where a link points to, as it is written in the link. */
    String target(Path link, String path) throws IOException {
        Path target = Files.readSymbolicLink(link);
        if (target.isAbsolute() || leaves(link, path, target)) {
            throw CliFailure.usage(
                    "failed to pack " + root + ": link " + path + " leads out of the folder, to " + target,
                    "make it a relative link to something in the folder, or leave it out in .slipwayignore");
        }
        return target.toString();
    }

    private boolean leaves(Path link, String path, Path target) throws IOException {
        // By the letter, for a target that does not exist …
        Path lexical = Path.of("/x").resolve(path).resolveSibling(target).normalize();
        if (!lexical.startsWith("/x")) {
            return true;
        }
        // … and for real, because a folder on the way may be a link itself.
        return Files.exists(link) && !link.toRealPath().startsWith(realRoot);
    }
}
