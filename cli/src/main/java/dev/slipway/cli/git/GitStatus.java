package dev.slipway.cli.git;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code git status} says of a folder.
 *
 * @param commit absent before the first one
 * @param branch absent where HEAD is detached
 * @param dirty whether the folder holds anything that the commit does not: staged, changed, or untracked and not ignored
 */
record GitStatus(@Nullable String commit, @Nullable String branch, boolean dirty) {
    private static final String COMMIT = "# branch.oid ";
    private static final String BRANCH = "# branch.head ";

    /** Neither writes the index nor starts a monitor, as git would for a person. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-optional-locks",
            "-c",
            "core.fsmonitor=false",
            "status",
            "--porcelain=v2",
            "--branch",
            "--untracked-files=normal",
            "--",
            ".");

    /** Variables of a git that runs this command, in a hook for one: they name its repository, not the folder's. */
    private static final List<String> OF_ANOTHER = List.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_COMMON_DIR",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_NAMESPACE",
            "GIT_PREFIX");

    /** Asks git; fails where there is none. */
    static Process start(String program, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(ARGUMENTS);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(OF_ANOTHER);
        return builder.start();
    }

    /** Reads the answer, no further than is needed; empty where git refuses. */
    static Optional<GitStatus> read(Process git) throws IOException, InterruptedException {
        @Nullable String commit = null;
        @Nullable String branch = null;
        boolean dirty = false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while (!dirty && (line = lines.readLine()) != null) {
                if (line.startsWith(COMMIT)) {
                    commit = named(line.substring(COMMIT.length()));
                } else if (line.startsWith(BRANCH)) {
                    branch = named(line.substring(BRANCH.length()));
                } else {
                    dirty = !line.startsWith("#");
                }
            }
        } finally {
            if (dirty) {
                git.destroy();
            }
        }
        return dirty || git.waitFor() == 0 ? Optional.of(new GitStatus(commit, branch, dirty)) : Optional.empty();
    }

    /** Git writes (initial) and (detached) for what is not there. */
    private static @Nullable String named(String value) {
        return value.startsWith("(") ? null : value;
    }
}
