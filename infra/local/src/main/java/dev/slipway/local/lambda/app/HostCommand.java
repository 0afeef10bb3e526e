package dev.slipway.local.lambda.app;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Maps an image's command line into its unpacked root, so that the host can run it. */
final class HostCommand {
    private static final Pattern SHELL = Pattern.compile("(.*/)?(ba|da|a)?sh");
    private static final Pattern PATH_IN_SCRIPT = Pattern.compile("(?<![\\w./~$}*-])(?:/[\\w.@+-]+)+(?:/\\*)?");

    private final Path root;

    HostCommand(Path root) {
        this.root = root;
    }

    /** Maps each argument; the first one, when it is not in the image, is looked for on the host by its name. */
    List<String> map(List<String> arguments) {
        List<String> mapped = new ArrayList<>();
        boolean script = false;
        for (String argument : arguments) {
            if (mapped.isEmpty()) {
                mapped.add(program(argument));
            } else {
                mapped.add(script ? script(argument) : argument(argument));
                script =
                        argument.equals("-c") && SHELL.matcher(arguments.get(0)).matches();
            }
        }
        return mapped;
    }

    /** Maps an absolute folder of the image. */
    Path folder(String absolute) {
        Path inside = root.resolve("./" + absolute).normalize();
        return inside.startsWith(root) ? inside : root;
    }

    private String program(String name) {
        if (!name.startsWith("/")) {
            return name;
        }
        if (inImage(name)) {
            return folder(name).toString();
        }
        // /usr/local/bin/node of an image built without its base is the host's node, wherever that is.
        return Files.isExecutable(Path.of(name)) ? name : name.substring(name.lastIndexOf('/') + 1);
    }

    /** Maps the paths in a line that a shell reads, as the shell form of CMD and a start command of one's own give it. */
    private String script(String line) {
        return PATH_IN_SCRIPT.matcher(line).replaceAll(match -> Matcher.quoteReplacement(path(match.group())));
    }

    private String argument(String argument) {
        int equals = argument.indexOf('=');
        if (argument.startsWith("-") && equals > 0) {
            return argument.substring(0, equals + 1) + argument(argument.substring(equals + 1));
        }
        if (argument.startsWith("/") && argument.indexOf(':') > 0) {
            return Arrays.stream(argument.split(":")).map(this::path).collect(Collectors.joining(":"));
        }
        return path(argument);
    }

    private String path(String path) {
        if (!path.startsWith("/")) {
            return path;
        }
        if (path.endsWith("/*") && inImage(path.substring(0, path.length() - 2))) {
            return folder(path.substring(0, path.length() - 2)) + "/*";
        }
        return inImage(path) ? folder(path).toString() : path;
    }

    private boolean inImage(String absolute) {
        Path inside = root.resolve("./" + absolute).normalize();
        return inside.startsWith(root) && !inside.equals(root) && Files.exists(inside, LinkOption.NOFOLLOW_LINKS);
    }
}
