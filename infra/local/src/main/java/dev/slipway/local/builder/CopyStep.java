package dev.slipway.local.builder;

import dev.slipway.local.builder.dockerfile.DockerfileProblem;
import dev.slipway.local.builder.dockerfile.HereDocument;
import dev.slipway.local.builder.dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One COPY or ADD: finds what its sources name and where each goes, as BuildKit does. */
final class CopyStep {
    private static final Set<String> FLAGS = Set.of("from", "chown", "chmod", "link");

    private final Instruction instruction;
    private final Variables.Scope variables;
    private final FileTree from;
    private final FileTree to;
    private final Path scratch;
    private final TreeMap<String, Node> layer = new TreeMap<>();
    private final Optional<Node.Owner> owner;
    private final Optional<Integer> mode;

    /**
     * Prepares the step.
     *
     * @param from the build context, or the files of another stage
     * @param to the files of this stage, which the step adds to
     */
    CopyStep(Instruction instruction, Variables.Scope variables, FileTree from, FileTree to, Path scratch) {
        this.instruction = instruction;
        this.variables = variables;
        this.from = from;
        this.to = to;
        this.scratch = scratch;
        for (String flag : instruction.flags().keySet()) {
            if (!FLAGS.contains(flag)) {
                throw instruction.problem("the embedded builder does not know the flag --" + flag);
            }
        }
        Map<String, String> flags = instruction.flags();
        this.owner = Optional.ofNullable(flags.get("chown")).map(text -> owner(variables.word(instruction, text)));
        this.mode = Optional.ofNullable(flags.get("chmod")).map(text -> mode(variables.word(instruction, text)));
    }

    /** Copies, and returns what the layer holds, folders above included. */
    SortedMap<String, Node> run(String folder) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : instruction.list()) {
            words.add(variables.word(instruction, word));
        }
        if (words.size() < 2) {
            throw instruction.problem(instruction.keyword() + " requires at least two arguments");
        }
        String destination = words.remove(words.size() - 1);
        Map<String, Node> matches = new LinkedHashMap<>();
        for (String source : words) {
            find(source, matches);
        }
        boolean intoFolder = destination.endsWith("/") || destination.endsWith("/.") || destination.equals(".");
        if (words.size() > 1 && !intoFolder) {
            throw instruction.problem(
                    "When using %s with more than one source file, the destination must be a directory and end with a /"
                            .formatted(instruction.keyword()));
        }
        String whole = destination.startsWith("/") ? destination : folder + "/" + destination;
        String target = to.resolve(whole);
        boolean folderThere =
                to.at(target).filter(Node.Folder.class::isInstance).isPresent();
        for (Map.Entry<String, Node> match : matches.entrySet()) {
            place(match.getKey(), match.getValue(), target, intoFolder || folderThere || matches.size() > 1);
        }
        return layer;
    }

    private void find(String source, Map<String, Node> matches) throws IOException {
        Optional<HereDocument> document = instruction.documents().stream()
                .filter(here -> source.endsWith(here.name()) && source.startsWith("<<"))
                .findFirst();
        if (document.isPresent()) {
            matches.put(document.get().name(), file(document.get()));
            return;
        }
        requireInside(source);
        List<String> paths = from.glob(source);
        if (paths.isEmpty()) {
            throw new DockerfileProblem(
                    instruction.line(),
                    "%s: \"%s\" not found".formatted(instruction.text(), source),
                    "check that it is in the source, and that no ignore file leaves it out");
        }
        for (String path : paths) {
            String real = from.resolve(path);
            Node node = from.at(real)
                    .orElseThrow(() -> instruction.problem(
                            "%s: \"%s\" links to what is not there".formatted(instruction.text(), path)));
            // A folder's content is found under its own path; a file goes by the name it was asked for.
            matches.put(node instanceof Node.Folder ? real : path, node);
        }
    }

    /** Dots may lead about within the source, never above it. */
    private void requireInside(String source) {
        int depth = 0;
        for (String segment : FileTree.segments(source)) {
            depth += segment.equals("..") ? -1 : 1;
            if (depth < 0) {
                throw instruction.problem(
                        "%s: \"%s\" lies outside the build context".formatted(instruction.text(), source));
            }
        }
    }

    private Node file(HereDocument document) throws IOException {
        String text = document.expands() ? variables.document(instruction, document.content()) : document.content();
        Path file = Files.createTempFile(scratch, "heredoc", "");
        Files.writeString(file, text);
        return new Node.File(0644, Node.Owner.ROOT, file, Files.size(file));
    }

    private void place(String path, Node node, String target, boolean intoFolder) throws IOException {
        if (node instanceof Node.Folder) {
            put(target, new Node.Folder(0755, Node.Owner.ROOT));
            String prefix = path.isEmpty() ? "" : path + "/";
            for (Map.Entry<String, Node> entry : from.below(path).entrySet()) {
                put(join(target, entry.getKey().substring(prefix.length())), entry.getValue());
            }
            return;
        }
        if (instruction.keyword().equals("ADD")
                && node instanceof Node.File file
                && LocalArchive.isOne(file.content())) {
            Map<String, Node> unpacked = new LocalArchive(file.content(), scratch).unpack();
            unpacked.forEach((name, entry) -> putAsIs(join(target, name), entry));
            return;
        }
        put(intoFolder ? join(target, FileTree.name(path)) : target, node);
    }

    private void put(String path, Node node) {
        Node owned = owner.map(node::withOwner).orElse(node.withOwner(Node.Owner.ROOT));
        putAsIs(path, mode.map(owned::withMode).orElse(owned));
    }

    private void putAsIs(String path, Node node) {
        if (path.isEmpty()) {
            return;
        }
        for (String above = FileTree.parent(path); !above.isEmpty(); above = FileTree.parent(above)) {
            String folder = above;
            layer.computeIfAbsent(
                    folder,
                    missing -> to.at(folder)
                            .filter(Node.Folder.class::isInstance)
                            .orElseGet(() -> owner.<Node>map(Node.Folder.PLAIN::withOwner)
                                    .orElse(Node.Folder.PLAIN)));
        }
        // A folder that is there already keeps its mode: COPY adds to it.
        boolean there = node instanceof Node.Folder
                && to.at(path).filter(Node.Folder.class::isInstance).isPresent();
        Node kept = there ? to.at(path).orElse(node) : node;
        layer.put(path, kept);
        to.put(path, kept);
    }

    private static String join(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    private static Node.Owner owner(String text) {
        String[] parts = text.split(":", 2);
        int user = id(parts[0]);
        return new Node.Owner(user, parts.length == 2 ? id(parts[1]) : user);
    }

    private static int id(String text) {
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        // The names are in the base image, which is not there; a host process does not look at owners.
        return 0;
    }

    private int mode(String text) {
        if (!text.matches("[0-7]{3,4}")) {
            throw instruction.problem("invalid chmod parameter: '%s'. it should be octal string".formatted(text));
        }
        return Integer.parseInt(text, 8);
    }
}
