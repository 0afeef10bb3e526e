package dev.slipway.local.lambda.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Resolves names below a root as a chroot does: absolute links start at the root, and ".." stops there. */
final class RootedPaths {
    private static final int MAX_LINKS = 40;

    private final Path root;

    RootedPaths(Path root) {
        this.root = root;
    }

    /** Splits a name of an archive; "." and leading slashes mean nothing, ".." takes back one component if there is one. */
    static List<String> components(String name) throws IOException {
        List<String> components = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                if (!components.isEmpty()) {
                    components.remove(components.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                if (part.indexOf('\0') >= 0) {
                    throw new IOException("an entry's name has a null character");
                }
                components.add(part);
            }
        }
        return components;
    }

    /** Returns a direct child, refusing a name that would be another folder. */
    static Path child(Path folder, String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IOException("a whiteout names '" + name + "', which is no entry of its folder");
        }
        return folder.resolve(name);
    }

    /** Returns the real folder of a path, making what is missing of it. */
    Path folder(List<String> components) throws IOException {
        Path folder = walk(components);
        Files.createDirectories(folder);
        return folder;
    }

    /** Returns an existing regular file; its last component is not followed. */
    Path existing(List<String> components) throws IOException {
        if (components.isEmpty()) {
            throw new IOException("a hard link names the root");
        }
        Path parent = walk(components.subList(0, components.size() - 1));
        Path file = parent.resolve(components.get(components.size() - 1));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a hard link names " + String.join("/", components) + ", which is no file before it");
        }
        return file;
    }

    /** Returns what a symbolic link may hold, so that it leads to the same place when the root is not {@code /}. */
    Path linkTarget(Path folder, String target) throws IOException {
        Path wanted = Path.of(target);
        if (!wanted.isAbsolute() && folder.resolve(wanted).normalize().startsWith(root)) {
            return wanted;
        }
        String virtual = wanted.isAbsolute() ? target : root.relativize(folder) + "/" + target;
        Path relative = folder.relativize(root.resolve(String.join("/", components(virtual))));
        return relative.toString().isEmpty() ? Path.of(".") : relative;
    }

    private Path walk(List<String> components) throws IOException {
        Deque<String> left = new ArrayDeque<>(components);
        Path at = root;
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.removeFirst();
            Path next = part.equals("..") ? (at.equals(root) ? root : at.getParent()) : at.resolve(part);
            if (next != null && Files.isSymbolicLink(next)) {
                if (++links > MAX_LINKS) {
                    throw new IOException("too many links in " + String.join("/", components));
                }
                Path target = Files.readSymbolicLink(next);
                if (target.isAbsolute()) {
                    at = root;
                }
                List<String> parts = new ArrayList<>();
                target.forEach(element -> parts.add(element.toString()));
                for (int i = parts.size() - 1; i >= 0; i--) {
                    left.addFirst(parts.get(i));
                }
            } else if (next != null) {
                at = next;
            }
        }
        return at;
    }
}
