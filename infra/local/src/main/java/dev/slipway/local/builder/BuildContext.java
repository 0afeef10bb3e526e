package dev.slipway.local.builder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/** The folder that COPY takes from. Read once per build, without following a link; COPY then works on the names. */
final class BuildContext {
    /** The permissions from the lowest bit of a mode to the highest. */
    private static final List<PosixFilePermission> BITS = List.of(
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_READ);

    private final Path root;

    private BuildContext(Path root) {
        this.root = root;
    }

    static BuildContext open(String folder) {
        try {
            Path root = Path.of(folder).toRealPath();
            if (Files.isDirectory(root)) {
                return new BuildContext(root);
            }
            throw new BuildFailure("the build context is not a folder: " + folder, "give the folder of the source");
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildFailure("no such build context: " + folder, "give the folder of the source", e);
        }
    }

    /** Reads the Dockerfile, which must lie in this folder, links followed. */
    String dockerfile(String path) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!Files.exists(file)) {
            throw new BuildFailure(
                    "failed to read dockerfile: no such file: " + path, "name it with [build] dockerfile");
        }
        if (!file.toRealPath().startsWith(root)) {
            throw new BuildFailure(
                    "the Dockerfile lies outside the build context: " + path, "move it into the context");
        }
        return Files.readString(file);
    }

    /** Reads the rules of what to leave out: those beside the Dockerfile, else those of the context. */
    IgnoreRules ignoreRules(BuildContext definition, String dockerfile) throws IOException {
        Optional<IgnoreRules> beside = definition.rules(dockerfile + ".dockerignore");
        return beside.isPresent() ? beside.get() : rules(".dockerignore").orElse(IgnoreRules.parse(List.of()));
    }

    private Optional<IgnoreRules> rules(String name) throws IOException {
        Path file = root.resolve(name).normalize();
        return Files.isRegularFile(file) && file.toRealPath().startsWith(root)
                ? Optional.of(IgnoreRules.parse(Files.readAllLines(file)))
                : Optional.empty();
    }

    FileTree tree(IgnoreRules rules) throws IOException {
        FileTree tree = new FileTree();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String path = path(folder);
                if (path.isEmpty()) {
                    return FileVisitResult.CONTINUE;
                }
                if (rules.ignores(path)) {
                    return rules.prunes() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }
                tree.put(path, new Node.Folder(mode(folder), Node.Owner.ROOT));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = path(file);
                if (!rules.ignores(path)) {
                    if (attributes.isSymbolicLink()) {
                        String target = Files.readSymbolicLink(file).toString();
                        tree.put(path, new Node.Link(Node.Owner.ROOT, target));
                    } else if (attributes.isRegularFile()) {
                        tree.put(path, new Node.File(mode(file), Node.Owner.ROOT, file, attributes.size()));
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tree;
    }

    private String path(Path file) {
        return root.relativize(file).toString();
    }

    private static int mode(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return 0755;
        }
        int mode = 0;
        for (PosixFilePermission permission : view.readAttributes().permissions()) {
            mode |= 1 << BITS.indexOf(permission);
        }
        return mode;
    }
}
