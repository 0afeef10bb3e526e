package dev.slipway.cli.git;

import dev.slipway.events.state.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the revision that a source was checked out from. */
public final class Revisions {
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
    private static final Pattern CREDENTIALS = Pattern.compile("^([a-z+]+://)[^/@]*@");
    private static final String BRANCHES = "refs/heads/";

    private Revisions() {}

    /** Returns the revision at HEAD; empty outside a repository, before the first commit, or where git is unreadable. */
    public static Optional<Git> of(Path folder) {
        try {
            Optional<GitFolder> git = GitFolder.around(folder);
            return git.isEmpty() ? Optional.empty() : read(git.get());
        } catch (IOException | RuntimeException e) {
            // A deploy does not hang on what it says of itself.
            return Optional.empty();
        }
    }

    private static Optional<Git> read(GitFolder git) throws IOException {
        String head = git.head();
        @Nullable String reference = head.startsWith("ref: ") ? head.substring("ref: ".length()) : null;
        @Nullable String commit = reference == null ? head : git.resolve(reference);
        if (commit == null || !OBJECT_ID.matcher(commit).matches()) {
            return Optional.empty();
        }
        @Nullable
        String branch =
                reference != null && reference.startsWith(BRANCHES) ? reference.substring(BRANCHES.length()) : null;
        @Nullable String origin = git.origin();
        return Optional.of(new Git(
                commit,
                branch,
                origin == null ? null : CREDENTIALS.matcher(origin).replaceFirst("$1"),
                GitIndex.isDirty(git)));
    }
}
