package dev.slipway.cli.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder that git keeps a repository in, as {@code gitrepository-layout} describes it.
 *
 * @param own of this work tree
 * @param common shared by all work trees of the repository
 * @param tree the work tree
 */
record GitFolder(Path own, Path common, Path tree) {
    private static final String ORIGIN_HEAD = "ref: refs/remotes/origin/";
    private static final Pattern ORIGIN =
            Pattern.compile("(?s)\\[remote \"origin\"\\](?:(?!\\n\\s*\\[).)*?\\n\\s*url\\s*=\\s*([^\\n]+)");

    /** Finds the repository around a folder. */
    static Optional<GitFolder> around(Path folder) throws IOException {
        for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            // Git passes over a folder of this name that is no repository, too.
            if (Files.isDirectory(git) && Files.exists(git.resolve("HEAD"))) {
                return Optional.of(new GitFolder(git, git, at));
            }
            if (Files.isRegularFile(git)) {
                return linked(git);
            }
        }
        return Optional.empty();
    }

    /** A work tree or submodule has a file there that says where its folder is. */
    private static Optional<GitFolder> linked(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.startsWith("gitdir: ")) {
            return Optional.empty();
        }
        Path own = file.resolveSibling(text.substring("gitdir: ".length())).normalize();
        Path pointer = own.resolve("commondir");
        Path common = Files.exists(pointer)
                ? own.resolve(Files.readString(pointer).strip()).normalize()
                : own;
        return Optional.of(new GitFolder(own, common, file.resolveSibling(".").normalize()));
    }

    String head() throws IOException {
        return Files.readString(own.resolve("HEAD")).strip();
    }

    /** Returns the object id of a reference, loose or packed. */
    @Nullable
    String resolve(String reference) throws IOException {
        for (Path place : new Path[] {own.resolve(reference), common.resolve(reference)}) {
            if (Files.isRegularFile(place)) {
                return Files.readString(place).strip();
            }
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.exists(packed)) {
            return null;
        }
        for (String line : Files.readAllLines(packed)) {
            if (line.endsWith(" " + reference)) {
                return line.substring(0, line.indexOf(' '));
            }
        }
        return null;
    }

    /** Returns the branch that a clone of the origin checks out, as it was when this one was made. */
    @Nullable
    String defaultBranch() throws IOException {
        Path head = common.resolve("refs/remotes/origin/HEAD");
        if (!Files.isRegularFile(head)) {
            return null;
        }
        String reference = Files.readString(head).strip();
        return reference.startsWith(ORIGIN_HEAD) ? reference.substring(ORIGIN_HEAD.length()) : null;
    }

    @Nullable
    String origin() throws IOException {
        Path config = common.resolve("config");
        if (!Files.exists(config)) {
            return null;
        }
        Matcher matcher = ORIGIN.matcher(Files.readString(config));
        return matcher.find() ? matcher.group(1).strip().replace("\"", "") : null;
    }
}
