package dev.slipway.local.builder.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Joins the physical lines of a Dockerfile to instructions. */
final class LogicalLines {
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");
    private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");
    private static final Pattern FLAG = Pattern.compile("--([a-z][a-z-]*)(?:=(\\S*))?(?:\\s+|$)");
    private static final Pattern HERE = Pattern.compile("<<(-?)(['\"]?)([A-Za-z0-9_.]+)\\2(?=\\s|$)");
    private static final Set<String> KEYWORDS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Set<String> WITH_FLAGS = Set.of("ADD", "COPY", "FROM", "HEALTHCHECK", "RUN");
    private static final Set<String> WITH_DOCUMENTS = Set.of("ADD", "COPY", "RUN");

    private final List<String> lines;
    private final List<Instruction> instructions = new ArrayList<>();
    private char escape = '\\';
    private int next;

    LogicalLines(String text) {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lines = clean.lines().toList();
        directives();
        while (next < lines.size()) {
            instruction();
        }
    }

    char escape() {
        return escape;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    /** Directives stand at the very top; the first line that is none ends them. */
    private void directives() {
        while (next < lines.size()) {
            Matcher directive = DIRECTIVE.matcher(lines.get(next));
            if (!directive.matches() || !DIRECTIVES.contains(directive.group(1).toLowerCase(Locale.ROOT))) {
                return;
            }
            if (directive.group(1).equalsIgnoreCase("escape")) {
                String value = directive.group(2);
                if (!value.equals("\\") && !value.equals("`")) {
                    throw new DockerfileProblem(next + 1, "invalid escape directive: " + value);
                }
                escape = value.charAt(0);
            }
            next++;
        }
    }

    private void instruction() {
        int line = next + 1;
        String first = lines.get(next).stripLeading();
        if (first.isEmpty() || first.startsWith("#")) {
            next++;
            return;
        }
        String joined = join().strip();
        String[] parts = joined.split("\\s+", 2);
        String keyword = parts[0].toUpperCase(Locale.ROOT);
        if (!KEYWORDS.contains(keyword)) {
            throw new DockerfileProblem(line, "unknown instruction: " + parts[0]);
        }
        String rest = parts.length == 2 ? parts[1] : "";
        Map<String, String> flags = new LinkedHashMap<>();
        String arguments = WITH_FLAGS.contains(keyword) ? takeFlags(rest, flags) : rest;
        if (arguments.isEmpty()) {
            throw new DockerfileProblem(line, keyword + " requires at least one argument");
        }
        List<HereDocument> documents = WITH_DOCUMENTS.contains(keyword) ? documents(arguments, line) : List.of();
        String text = keyword + " " + rest.replaceAll("\\s+", " ");
        instructions.add(new Instruction(keyword, line, flags, arguments, documents, text));
    }

    private String join() {
        StringBuilder joined = new StringBuilder();
        while (next < lines.size()) {
            String line = lines.get(next++);
            boolean continued = joined.length() > 0;
            // Comments and empty lines within an instruction are dropped.
            if (continued && (line.isBlank() || line.stripLeading().startsWith("#"))) {
                continue;
            }
            String trimmed = line.stripTrailing();
            if (!endsInEscape(trimmed)) {
                return joined.append(line).toString();
            }
            joined.append(trimmed, 0, trimmed.length() - 1);
        }
        return joined.toString();
    }

    private boolean endsInEscape(String line) {
        return !line.isEmpty() && line.charAt(line.length() - 1) == escape;
    }

    private static String takeFlags(String rest, Map<String, String> flags) {
        Matcher flag = FLAG.matcher(rest);
        int end = 0;
        while (flag.region(end, rest.length()).lookingAt()) {
            flags.put(flag.group(1), flag.group(2) == null ? "" : flag.group(2));
            end = flag.end();
        }
        return rest.substring(end);
    }

    private List<HereDocument> documents(String arguments, int line) {
        List<HereDocument> documents = new ArrayList<>();
        if (arguments.startsWith("[")) {
            return documents;
        }
        Matcher here = HERE.matcher(arguments);
        while (here.find()) {
            documents.add(new HereDocument(
                    here.group(3),
                    here.group(2).isEmpty(),
                    body(here.group(3), !here.group(1).isEmpty(), line)));
        }
        return documents;
    }

    private String body(String delimiter, boolean stripTabs, int line) {
        StringBuilder body = new StringBuilder();
        while (next < lines.size()) {
            String raw = lines.get(next++);
            String text = stripTabs ? raw.replaceFirst("^\t+", "") : raw;
            if (text.equals(delimiter)) {
                return body.toString();
            }
            body.append(text).append('\n');
        }
        throw new DockerfileProblem(line, "unterminated heredoc: " + delimiter);
    }
}
