package dev.slipway.cli.ignore;

import java.io.IOException;
import java.nio.file.Path;

/** The rules as they hold in one folder of the source. Immutable. */
public final class FolderRules {
    private static final String GIT_IGNORE = ".gitignore";
    private static final String SLIPWAY_IGNORE = ".slipwayignore";

    private final SourceRules source;
    private final String path;
    private final NestedRules git;
    private final NestedRules slipway;
    private final Mode mode;

    private FolderRules(SourceRules source, String path, NestedRules git, NestedRules slipway, Mode mode) {
        this.source = source;
        this.path = path;
        this.git = git;
        this.slipway = slipway;
        this.mode = mode;
    }

    static FolderRules root(SourceRules source, Path folder, NestedRules gitAbove) throws IOException {
        return new FolderRules(source, "", gitAbove, NestedRules.none(), Mode.NORMAL).read(folder);
    }

    /** Decides on an entry of this folder. A link is not a folder, whatever it points to. */
    public Decision judge(Path entry, String name, boolean folder) throws IOException {
        if (name.equals(".git")) {
            return Decision.GIT;
        }
        String entryPath = child(name);
        Verdict asked = asked(entryPath, folder);
        if (asked == Verdict.KEEP) {
            return Decision.PACK;
        }
        if (asked == Verdict.DROP) {
            return Decision.IGNORED;
        }
        if (Secrets.isSecret(entry, name, folder)) {
            return folder && mayBeAskedBelow(entryPath) ? Decision.SEARCH : Decision.SECRET;
        }
        if (mode == Mode.KEPT) {
            return Decision.PACK;
        }
        if (mode == Mode.ONLY_ASKED || git.judge(entryPath, folder) == Verdict.DROP) {
            return folder && mayBeAskedBelow(entryPath) ? Decision.SEARCH : Decision.IGNORED;
        }
        if (source.docker().excludes(entryPath) && !source.isNeededByBuild(entryPath)) {
            boolean search = folder && (source.docker().hasExceptions() || mayBeAskedBelow(entryPath));
            return search ? Decision.SEARCH : Decision.IGNORED;
        }
        return Decision.PACK;
    }

    /** Returns the rules that hold in a folder that was judged {@code PACK} or {@code SEARCH}. */
    public FolderRules enter(Path folder, String name, Decision decision) throws IOException {
        String childPath = child(name);
        return new FolderRules(source, childPath, git, slipway, childMode(folder, name, decision)).read(folder);
    }

    private Mode childMode(Path folder, String name, Decision decision) throws IOException {
        String childPath = child(name);
        if (mode == Mode.KEPT || asked(childPath, true) == Verdict.KEEP) {
            return Mode.KEPT;
        }
        boolean onlyAsked = mode == Mode.ONLY_ASKED
                || git.judge(childPath, true) == Verdict.DROP
                || Secrets.isSecret(folder, name, true);
        return decision == Decision.SEARCH && onlyAsked ? Mode.ONLY_ASKED : Mode.NORMAL;
    }

    private FolderRules read(Path folder) throws IOException {
        return new FolderRules(
                source,
                path,
                git.enter(folder.resolve(GIT_IGNORE), path),
                slipway.enter(folder.resolve(SLIPWAY_IGNORE), path),
                mode);
    }

    private Verdict asked(String entryPath, boolean folder) {
        Verdict verdict = slipway.judge(entryPath, folder);
        return verdict == Verdict.NONE ? source.configured(entryPath, folder) : verdict;
    }

    private boolean mayBeAskedBelow(String folder) {
        return slipway.mayKeepBelow(folder) || source.mayIncludeBelow(folder);
    }

    private String child(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private enum Mode {
        NORMAL,
        /** Inside a folder that was asked for by name: git's and Docker's rules do not take parts of it away. */
        KEPT,
        /** Inside an ignored folder: only what is asked for by name counts. */
        ONLY_ASKED
    }
}
