package dev.slipway.steps.source.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Decides under which paths entries may stand in a source tree, and where its links may point to. */
public final class EntryNames {
    /** Linux takes names of 255 bytes and paths of 4096, less those of the folder that a source is unpacked into. */
    public static final int LONGEST_PATH = 4096 - 256;

    private static final int LONGEST_NAME = 255;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*", Pattern.DOTALL);
    private static final String HINT = "pack the folder anew, from inside it";

    private EntryNames() {}

    /** Returns a path without empty parts and dots; refuses one that begins at the root, climbs or is too long. */
    public static String path(String name) {
        if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
            throw new SourceRejectedException(quoted(name) + " is an absolute path", HINT);
        }
        if (name.indexOf('\0') >= 0) {
            throw new SourceRejectedException(quoted(name) + " is not a path", HINT);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new SourceRejectedException(quoted(name) + " climbs out of the source", HINT);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                requireLength(part, LONGEST_NAME, name);
                parts.addLast(part);
            }
        }
        String path = String.join("/", parts);
        requireLength(path, LONGEST_PATH, name);
        return path;
    }

    /** Refuses a symbolic link that, by its letters, leaves the tree. */
    public static void requireInside(String path, String target) {
        if (target.startsWith("/")) {
            throw leaves(path, target);
        }
        if (target.isEmpty() || target.indexOf('\0') >= 0) {
            throw new SourceRejectedException("link " + quoted(path) + " points to no path", HINT);
        }
        requireLength(target, LONGEST_PATH, path);
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

    /** Returns why a link is refused that points out of the tree. */
    public static SourceRejectedException leaves(String path, String target) {
        return new SourceRejectedException(
                "link " + quoted(path) + " leaves the source: it points to " + quoted(target),
                "replace the link by what it points to");
    }

    /** Returns the text of a name that has to be UTF-8: in any other encoding it would come out as another name. */
    public static String utf8(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SourceRejectedException(
                    "the name " + quoted(new String(name, StandardCharsets.UTF_8)) + " is not UTF-8",
                    "rename it, or leave it out");
        }
    }

    /** Returns a name as messages show it: of bearable length, without what would move a terminal's cursor. */
    public static String quoted(String name) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return "\"" + shown.replaceAll("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]", "?") + "\"";
    }

    private static void requireLength(String text, int bytes, String name) {
        if (text.length() > bytes || text.getBytes(StandardCharsets.UTF_8).length > bytes) {
            throw new SourceRejectedException(
                    quoted(name) + " is longer than the " + bytes + " bytes that Linux takes", "shorten the name");
        }
    }
}
