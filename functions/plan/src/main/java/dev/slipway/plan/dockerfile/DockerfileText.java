package dev.slipway.plan.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile that a source brings, read as far as a plan needs it: where it begins, its stages, its ports. What is wrong
 * in the rest is for the builder to say.
 */
public final class DockerfileText {
    private static final Pattern FROM = Pattern.compile(
            "(?i)(?:--platform=(?<platform>\\S+)\\s+)?(?<image>\\S+)(?:\\s+AS\\s+(?<name>\\S+))?.*", Pattern.DOTALL);
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*([\"']?)([A-Za-z_]\\w*)\\1");
    private static final Pattern ESCAPE = Pattern.compile("(?i)#\\s*escape\\s*=\\s*`\\s*");
    private static final List<String> COMMANDS = List.of("CMD", "ENTRYPOINT");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/tcp)?");

    private final List<Instruction> instructions;

    private DockerfileText(List<Instruction> instructions) {
        this.instructions = instructions;
    }

    /** Reads a text. */
    public static DockerfileText parse(String text) {
        List<Instruction> instructions = new ArrayList<>();
        String[] lines = text.split("\r?\n", -1);
        String continuation = lines[0].isEmpty() || !ESCAPE.matcher(lines[0]).matches() ? "\\" : "`";
        for (int i = 0; i < lines.length; i++) {
            int begin = i;
            if (isBlankOrComment(lines[i])) {
                continue;
            }
            StringBuilder joined = new StringBuilder();
            String line = lines[i].strip();
            while (line.endsWith(continuation) && i + 1 < lines.length) {
                joined.append(line, 0, line.length() - 1).append(' ');
                i++;
                while (i + 1 < lines.length && isBlankOrComment(lines[i])) {
                    i++;
                }
                line = lines[i].strip();
            }
            String whole = joined.append(line).toString().strip();
            String[] words = whole.split("\\s+", 2);
            Instruction instruction =
                    new Instruction(begin + 1, words[0].toUpperCase(Locale.ROOT), words.length == 1 ? "" : words[1]);
            instructions.add(instruction);
            i = skipHeredocs(instruction, lines, i);
        }
        return new DockerfileText(instructions);
    }

    /** Returns the stages, in order. */
    public List<DockerfileStage> stages() {
        List<DockerfileStage> stages = new ArrayList<>();
        for (Instruction instruction : instructions) {
            Matcher from = FROM.matcher(instruction.operands());
            if (instruction.keyword().equals("FROM") && from.matches()) {
                stages.add(new DockerfileStage(
                        instruction.line(), from.group("image"), from.group("name"), from.group("platform")));
            }
        }
        return stages;
    }

    /** Returns the one port that the stage beginning at a line exposes, with the line that says so. */
    public Optional<ExposedPort> exposedPort(int stageLine) {
        List<ExposedPort> ports = new ArrayList<>();
        for (Instruction instruction : stage(stageLine)) {
            if (instruction.keyword().equals("EXPOSE")) {
                for (String operand : instruction.operands().split("\\s+", -1)) {
                    Matcher port = PORT.matcher(operand);
                    if (port.matches()) {
                        ports.add(new ExposedPort(Integer.parseInt(port.group(1)), instruction.line()));
                    }
                }
            }
        }
        return ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty();
    }

    /** Returns the lines at which instructions begin whose keyword and operands are of a kind. */
    public int[] lines(BiPredicate<String, String> kind) {
        return instructions.stream()
                .filter(instruction -> kind.test(instruction.keyword(), instruction.operands()))
                .mapToInt(Instruction::line)
                .toArray();
    }

    /** Says whether the stage beginning at a line says what to start. */
    public boolean hasCommand(int stageLine) {
        return stage(stageLine).stream().anyMatch(instruction -> COMMANDS.contains(instruction.keyword()));
    }

    private List<Instruction> stage(int line) {
        return instructions.stream()
                .dropWhile(instruction -> instruction.line() <= line)
                .takeWhile(instruction -> !instruction.keyword().equals("FROM"))
                .toList();
    }

    private static int skipHeredocs(Instruction instruction, String[] lines, int last) {
        int i = last;
        if (List.of("RUN", "COPY", "ADD").contains(instruction.keyword())) {
            Matcher heredoc = HEREDOC.matcher(instruction.operands());
            while (heredoc.find()) {
                do {
                    i++;
                } while (i < lines.length && !lines[i].strip().equals(heredoc.group(2)));
            }
        }
        return i;
    }

    private static boolean isBlankOrComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }
}
