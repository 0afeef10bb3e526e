package dev.slipway.cli.git;

import dev.slipway.events.state.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the revision that a source was checked out from, while other work is done.
 *
 * <p>Git is asked where there is one, as it alone knows what is staged, untracked or ignored. Without it, or where it takes
 * longer than the patience, its files are read; they tell of changed files only, and only by size and time.
 */
public final class Revisions {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
    private static final String BRANCHES = "refs/heads/";

    private final @Nullable GitFolder git;
    private final CompletableFuture<Optional<GitStatus>> status = new CompletableFuture<>();
    private volatile @Nullable Process process;

    private Revisions(@Nullable GitFolder git) {
        this.git = git;
    }

    /** Begins to look, on a thread of its own. */
    public static Revisions look(Path folder) {
        return look(folder, "git");
    }

    static Revisions look(Path folder, String program) {
        Revisions revisions = new Revisions(around(folder));
        if (revisions.git == null) {
            revisions.status.complete(Optional.empty());
        } else {
            Thread thread = new Thread(() -> revisions.ask(folder, program), "git");
            thread.setDaemon(true);
            thread.start();
        }
        return revisions;
    }

    /** Returns the revision at HEAD; empty outside a repository, before the first commit, or where git is unreadable. */
    public Optional<Git> await() {
        return await(PATIENCE);
    }

    Optional<Git> await(Duration patience) {
        return git == null ? Optional.empty() : revision(git, answer(patience));
    }

    private static @Nullable GitFolder around(Path folder) {
        try {
            return GitFolder.around(folder).orElse(null);
        } catch (IOException | RuntimeException e) {
            // A deploy does not hang on what it says of itself.
            return null;
        }
    }

    private void ask(Path folder, String program) {
        try {
            Process started = GitStatus.start(program, folder);
            process = started;
            status.complete(GitStatus.read(started));
        } catch (IOException | InterruptedException | RuntimeException e) {
            status.complete(Optional.empty());
        }
    }

    private Optional<GitStatus> answer(Duration patience) {
        try {
            return status.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            Process left = process;
            if (left != null) {
                left.destroy();
            }
        }
    }

    private static Optional<Git> revision(GitFolder git, Optional<GitStatus> status) {
        try {
            String origin = git.origin();
            String remote = origin == null ? null : Remote.withoutCredentials(origin);
            if (status.isPresent()) {
                GitStatus said = status.get();
                return said.commit() == null
                        ? Optional.empty()
                        : Optional.of(new Git(said.commit(), said.branch(), remote, said.dirty(), git.defaultBranch()));
            }
            return fromFiles(git, remote);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Git> fromFiles(GitFolder git, @Nullable String remote) throws IOException {
        String head = git.head();
        @Nullable String reference = head.startsWith("ref: ") ? head.substring("ref: ".length()) : null;
        @Nullable String commit = reference == null ? head : git.resolve(reference);
        if (commit == null || !OBJECT_ID.matcher(commit).matches()) {
            return Optional.empty();
        }
        @Nullable
        String branch =
                reference != null && reference.startsWith(BRANCHES) ? reference.substring(BRANCHES.length()) : null;
        return Optional.of(new Git(commit, branch, remote, GitIndex.isDirty(git), git.defaultBranch()));
    }
}
