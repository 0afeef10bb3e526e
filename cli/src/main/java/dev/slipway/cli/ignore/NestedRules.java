package dev.slipway.cli.ignore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold in a folder: those of its own file before those of the folders around it.
 *
 * @param above path from the folder of the file down to the root of the source, when the file stands above it
 * @param below path from the root of the source down to the folder of the file
 */
record NestedRules(
        List<GitRule> rules,
        String above,
        String below,
        @Nullable NestedRules outer) {
    NestedRules {
        rules = List.copyOf(rules);
    }

    static NestedRules none() {
        return new NestedRules(List.of(), "", "", null);
    }

    /** Returns these rules with those of a file in a folder of the source, if there is one. */
    NestedRules enter(Path file, String folder) throws IOException {
        return exists(file) ? new NestedRules(read(file), "", folder, this) : this;
    }

    /** Returns these rules with those of a file above the source. */
    NestedRules enterAbove(Path file, String way) throws IOException {
        return exists(file) ? new NestedRules(read(file), way, "", this) : this;
    }

    Verdict judge(String path, boolean folder) {
        for (NestedRules level = this; level != null; level = level.outer) {
            Verdict verdict = GitRule.judge(level.rules, level.relative(path), folder);
            if (verdict != Verdict.NONE) {
                return verdict;
            }
        }
        return Verdict.NONE;
    }

    /** Says whether a negation could keep something below a folder. */
    boolean mayKeepBelow(String folder) {
        for (NestedRules level = this; level != null; level = level.outer) {
            String relative = level.relative(folder);
            if (level.rules.stream().anyMatch(rule -> rule.negated() && rule.mayMatchBelow(relative))) {
                return true;
            }
        }
        return false;
    }

    private String relative(String path) {
        if (!above.isEmpty()) {
            return above + "/" + path;
        }
        return below.isEmpty() ? path : path.substring(below.length() + 1);
    }

    /** Git does not follow a link here either: what it points to is not under review. */
    private static boolean exists(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<GitRule> read(Path file) throws IOException {
        return GitRule.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
}
