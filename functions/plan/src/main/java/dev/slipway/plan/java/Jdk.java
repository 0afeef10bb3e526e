package dev.slipway.plan.java;

import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the JDK, and names its images. */
final class Jdk {
    static final String NAME = "java";

    private static final String DEFAULT = "21";
    private static final List<Integer> LONG_TERM = List.of(8, 11, 17, 21, 25);

    private Jdk() {}

    /** Returns the version that the files of version managers name. */
    static Optional<Version> named(Project project) {
        return VersionFiles.find(project, NAME, 2, List.of(NAME), ".java-version")
                .or(() -> property(project, ".sdkmanrc", "java="))
                .or(() -> property(project, "system.properties", "java.runtime.version="))
                .map(version -> new Version(feature(version.value()), version.note()));
    }

    /** Returns the version to take when nothing names one. */
    static Version byDefault(String wouldName) {
        return Version.byDefault(NAME, DEFAULT, wouldName);
    }

    /** Returns the first long-term version that compiles for a release. */
    static Version compilingFor(String release, String file, String said) {
        int wanted = Integer.parseInt(feature(release));
        int chosen = LONG_TERM.stream()
                .filter(version -> version >= wanted)
                .findFirst()
                .orElse(wanted);
        return Version.from(NAME, Integer.toString(chosen), file, said);
    }

    /** Returns the feature version: 8 of 1.8, 17 of 17.0.9. */
    static String feature(String version) {
        String[] parts = version.split("\\.", -1);
        return parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0];
    }

    static String jdk(Version version) {
        return "eclipse-temurin:" + version.value() + "-jdk";
    }

    static String jre(Version version) {
        return "eclipse-temurin:" + version.value() + "-jre";
    }

    private static Optional<Version> property(Project project, String file, String key) {
        return project.text(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key))
                .flatMap(line -> VersionFiles.number(2, line)
                        .map(value -> Stream.of(Version.from(NAME, value, file, line)))
                        .orElseGet(Stream::empty))
                .findFirst();
    }
}
