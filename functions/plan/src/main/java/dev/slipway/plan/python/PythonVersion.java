package dev.slipway.plan.python;

import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.TomlFile;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the version of Python. */
final class PythonVersion {
    private static final String NAME = "python";
    private static final int DEFAULT_MINOR = 13;
    private static final Pattern COMPARATOR = Pattern.compile("([<>=~^!]=?=?)?\\s*3\\.(\\d{1,2})(?:\\.[\\d*]+)?");

    private PythonVersion() {}

    static Version of(Project project) {
        return VersionFiles.find(project, NAME, 3, List.of(NAME), ".python-version", "runtime.txt")
                .or(() -> range(project, PythonManager.PYPROJECT, "project", "requires-python"))
                .or(() -> range(project, PythonManager.PYPROJECT, "tool", "poetry", "dependencies", NAME))
                .or(() -> range(project, PythonManager.PIPFILE, "requires", "python_version"))
                .orElseGet(() -> Version.byDefault(NAME, "3." + DEFAULT_MINOR, ".python-version would"));
    }

    private static Optional<Version> range(Project project, String file, String... path) {
        return project.text(file)
                .flatMap(text -> TomlFile.parse(file, text).string(path))
                .map(said -> Version.from(NAME, "3." + satisfying(said), file, said));
    }

    /** Returns the default minor version where a range takes it, else the highest one below it that the range takes. */
    static int satisfying(String range) {
        int lowest = 0;
        int highest = Integer.MAX_VALUE;
        Matcher comparator = COMPARATOR.matcher(range);
        while (comparator.find()) {
            int minor = Integer.parseInt(comparator.group(2));
            String operator = comparator.group(1) == null ? "==" : comparator.group(1);
            switch (operator) {
                case "<" -> highest = Math.min(highest, minor - 1);
                case "<=" -> highest = Math.min(highest, minor);
                case ">", ">=", "^" -> lowest = Math.max(lowest, minor);
                case "~=" -> lowest = Math.max(lowest, minor);
                case "!=" -> {}
                default -> {
                    lowest = minor;
                    highest = minor;
                }
            }
        }
        return Math.max(lowest, Math.min(highest, Math.max(lowest, DEFAULT_MINOR)));
    }
}
