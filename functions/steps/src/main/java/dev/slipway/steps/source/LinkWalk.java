package dev.slipway.steps.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows links step by step, as a kernel does, but never out of a tree. */
final class LinkWalk {
    /** As many as Linux follows before it says ELOOP. */
    private static final int MOST_LINKS = 40;

    private final Path root;

    LinkWalk(Path root) {
        this.root = root;
    }

    /** Says whether following a link leads out of the tree; one that leads nowhere, or in a circle, does not. */
    boolean leaves(Path link) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        Path at = link.getParent() == null ? root : link.getParent();
        push(rest, Files.readSymbolicLink(link));
        int links = 1;
        while (!rest.isEmpty()) {
            String part = rest.removeFirst();
            if (part.equals("..")) {
                if (at.equals(root)) {
                    return true;
                }
                at = at.getParent() == null ? root : at.getParent();
                continue;
            }
            Path next = at.resolve(part);
            if (Files.isSymbolicLink(next)) {
                Path target = Files.readSymbolicLink(next);
                if (target.isAbsolute()) {
                    return true;
                }
                if (++links > MOST_LINKS) {
                    return false;
                }
                push(rest, target);
            } else if (!part.equals(".")) {
                at = next;
            }
        }
        return false;
    }

    private static void push(Deque<String> rest, Path target) {
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            rest.addFirst(target.getName(i).toString());
        }
    }
}
