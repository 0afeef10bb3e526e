package dev.slipway.steps.source;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Decides whether an entry may be part of a source tree, and under which path. */
final class EntryCheck {
    private static final int OWNER_EXECUTES = 0100;
    private static final int LONGEST_PATH = 4096;
    private static final String HINT = "pack the folder anew, from inside it";

    private EntryCheck() {}

    static SourceEntry check(ArchiveEntry entry) {
        String path = normal(entry.getName());
        if (entry instanceof TarArchiveEntry tar) {
            if (!tar.isCheckSumOK()) {
                throw new SourceRejectedException("the source is not an archive: a header is broken", HINT);
            }
            return ofTar(tar, path);
        }
        return new SourceEntry(
                path, entry.isDirectory() ? SourceEntry.Type.FOLDER : SourceEntry.Type.FILE, false, null);
    }

    private static SourceEntry ofTar(TarArchiveEntry tar, String path) {
        if (tar.isSymbolicLink()) {
            inside(path, tar.getLinkName());
            return new SourceEntry(path, SourceEntry.Type.SYMBOLIC_LINK, false, tar.getLinkName());
        }
        if (tar.isLink()) {
            return new SourceEntry(path, SourceEntry.Type.HARD_LINK, false, normal(tar.getLinkName()));
        }
        if (tar.isDirectory()) {
            return new SourceEntry(path, SourceEntry.Type.FOLDER, true, null);
        }
        if (tar.isCharacterDevice() || tar.isBlockDevice() || tar.isFIFO()) {
            throw new SourceRejectedException(quoted(path) + " is a device", "leave devices and pipes out");
        }
        if (!tar.isFile()) {
            throw new SourceRejectedException(quoted(path) + " is of a kind that no source tree has", HINT);
        }
        return new SourceEntry(path, SourceEntry.Type.FILE, (tar.getMode() & OWNER_EXECUTES) != 0, null);
    }

    /** Returns a path without empty parts and dots; refuses one that begins at the root or climbs. */
    private static String normal(String name) {
        if (name.startsWith("/") || name.matches("[A-Za-z]:[\\\\/].*")) {
            throw new SourceRejectedException(quoted(name) + " is an absolute path", HINT);
        }
        if (name.indexOf('\0') >= 0 || name.length() > LONGEST_PATH) {
            throw new SourceRejectedException(quoted(name) + " is not a path", HINT);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new SourceRejectedException(quoted(name) + " climbs out of the source", HINT);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static void inside(String path, String target) {
        if (target.startsWith("/")) {
            throw leaves(path, target);
        }
        int depth = (int) path.chars().filter(c -> c == '/').count();
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                throw leaves(path, target);
            }
        }
    }

    private static SourceRejectedException leaves(String path, String target) {
        return new SourceRejectedException(
                "link " + quoted(path) + " leaves the source: it points to " + quoted(target),
                "replace the link by what it points to");
    }

    private static String quoted(String name) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
