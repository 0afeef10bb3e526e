package dev.slipway.local.builder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A file system by its names alone. Links are followed within the tree as if it were the root, so that no path, whatever
 * it says, leads out of it. Paths have no slash at either end; the root is the empty string.
 */
final class FileTree {
    private static final int MAX_LINKS = 40;
    private final TreeMap<String, Node> nodes = new TreeMap<>();

    FileTree() {
        nodes.put("", Node.Folder.PLAIN);
    }

    FileTree(FileTree other) {
        nodes.putAll(other.nodes);
    }

    /** Puts a node, with the folders above it where they are missing; a folder that is there keeps its content. */
    void put(String path, Node node) {
        String parent = parent(path);
        if (!path.isEmpty() && !(nodes.get(parent) instanceof Node.Folder)) {
            put(parent, Node.Folder.PLAIN);
        }
        if (!(node instanceof Node.Folder)) {
            below(path).clear();
        }
        nodes.put(path, node);
    }

    Optional<Node> at(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    /** Follows links on the way to a path, and the last one too; what is not there stays as it is named. */
    String resolve(String path) {
        Deque<String> ahead = new ArrayDeque<>(segments(path));
        String at = "";
        int links = 0;
        while (!ahead.isEmpty()) {
            String segment = ahead.pop();
            if (segment.equals("..")) {
                at = parent(at);
                continue;
            }
            String next = at.isEmpty() ? segment : at + "/" + segment;
            if (nodes.get(next) instanceof Node.Link link) {
                if (++links > MAX_LINKS) {
                    throw new IllegalArgumentException("too many levels of symbolic links: " + path);
                }
                List<String> target = segments(link.target());
                for (int i = target.size() - 1; i >= 0; i--) {
                    ahead.push(target.get(i));
                }
                at = link.target().startsWith("/") ? "" : at;
            } else {
                at = next;
            }
        }
        return at;
    }

    /** The nodes strictly below a folder, by their whole paths; a view of this tree. */
    SortedMap<String, Node> below(String path) {
        return path.isEmpty() ? nodes.tailMap("", false) : nodes.subMap(path + "/", path + "0");
    }

    /** Finds the paths that match a pattern of Go's filepath.Match, where {@code *} stops at a slash. */
    List<String> glob(String pattern) {
        List<String> found = List.of("");
        for (String segment : segments(pattern)) {
            List<String> next = new ArrayList<>();
            for (String path : found) {
                next.addAll(step(path, segment));
            }
            found = next;
        }
        return found;
    }

    private List<String> step(String path, String segment) {
        if (segment.equals("..")) {
            return List.of(parent(path));
        }
        String prefix = path.isEmpty() ? "" : resolve(path) + "/";
        if (!isPattern(segment)) {
            String exact = prefix + segment;
            return nodes.containsKey(exact) ? List.of(exact) : List.of();
        }
        Pattern regex = Globs.segment(segment);
        return below(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1)).keySet().stream()
                .filter(child -> child.indexOf('/', prefix.length()) < 0)
                .filter(child -> regex.matcher(child.substring(prefix.length())).matches())
                .toList();
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The segments of a path, without empty ones and dots. */
    static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .toList();
    }
}
