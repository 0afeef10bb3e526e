package dev.slipway.cli.ignore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one source, the strongest first: {@code .git} never travels; {@code .slipwayignore}; {@code [build]
 * include} and {@code exclude} of slipway.toml; secrets; {@code .gitignore}; {@code .dockerignore}.
 *
 * <p>The {@code .gitignore} files between the root of the repository and a source inside it hold too, but none of them
 * can exclude the source itself: it was named on the command line.
 */
public final class SourceRules {
    private final Path root;
    private final DockerRules docker;
    private final List<GitRule> include;
    private final List<GitRule> exclude;
    private final String dockerfile;

    private SourceRules(Path root, DockerRules docker, Settings settings) {
        this.root = root;
        this.docker = docker;
        this.include = rules(settings.include());
        this.exclude = rules(settings.exclude());
        this.dockerfile = settings.dockerfile() == null ? "Dockerfile" : settings.dockerfile();
    }

    /** Reads the rules at the root of a source. */
    public static SourceRules of(Path root, Settings settings) throws IOException {
        return new SourceRules(root, dockerRules(root, settings), settings);
    }

    /** Returns the rules that hold in the root folder. */
    public FolderRules folder() throws IOException {
        return FolderRules.root(this, root, rulesAbove());
    }

    DockerRules docker() {
        return docker;
    }

    Verdict configured(String path, boolean folder) {
        if (GitRule.judge(include, path, folder) == Verdict.DROP) {
            return Verdict.KEEP;
        }
        return GitRule.judge(exclude, path, folder);
    }

    boolean mayIncludeBelow(String folder) {
        return include.stream().anyMatch(rule -> rule.mayMatchBelow(folder));
    }

    /** What the build reads for itself travels although Docker's rules keep it from the image. */
    boolean isNeededByBuild(String path) {
        return path.equals(dockerfile)
                || path.equals("slipway.toml")
                || path.equals("Procfile")
                || path.endsWith(".dockerignore");
    }

    /** BuildKit reads other rules where the context is a sub-folder or the Dockerfile has an ignore file of its own. */
    private static DockerRules dockerRules(Path root, Settings settings) throws IOException {
        Path file = root.resolve(".dockerignore");
        String dockerfile = settings.dockerfile() == null ? "Dockerfile" : settings.dockerfile();
        boolean other = !settings.context().equals(".") || Files.exists(root.resolve(dockerfile + ".dockerignore"));
        return other || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? DockerRules.none()
                : DockerRules.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    private NestedRules rulesAbove() throws IOException {
        Path real = root.toRealPath();
        Deque<Path> above = new ArrayDeque<>();
        for (Path folder = real; !Files.exists(folder.resolve(".git")); folder = folder.getParent()) {
            if (folder.getParent() == null) {
                return NestedRules.none();
            }
            above.push(folder.getParent());
        }
        NestedRules rules = NestedRules.none();
        for (Path folder : above) {
            rules = rules.enterAbove(
                    folder.resolve(".gitignore"), folder.relativize(real).toString());
        }
        return rules;
    }

    private static List<GitRule> rules(List<String> lines) {
        return lines.stream().map(GitRule::parseLine).flatMap(Optional::stream).toList();
    }

    /**
     * What slipway.toml says of packing.
     *
     * @param include patterns in the syntax of {@code .gitignore} of what is packed in spite of other rules
     * @param exclude patterns of what is left out
     * @param context folder of the build context, {@code .} for the root
     */
    public record Settings(
            List<String> include,
            List<String> exclude,
            @Nullable String dockerfile,
            String context) {
        /** What holds without a slipway.toml. */
        public static final Settings DEFAULT = new Settings(List.of(), List.of(), null, ".");

        public Settings {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }
}
