package dev.slipway.plan.node;

import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the version of Node. */
final class NodeVersion {
    private static final String NAME = "node";
    private static final int DEFAULT = 24;
    private static final String NVMRC = ".nvmrc";
    private static final Map<String, String> CODENAMES =
            Map.of("hydrogen", "18", "iron", "20", "jod", "22", "krypton", "24");
    private static final Pattern COMPARATOR = Pattern.compile("([<>]=?|[\\^~=])?\\s*v?(\\d+)(?:\\.[\\dxX*.]+)?");

    private NodeVersion() {}

    static Version of(Project project, PackageJson json) {
        return project.text(NVMRC)
                .flatMap(NodeVersion::codename)
                .or(() -> VersionFiles.find(project, NAME, 3, List.of("nodejs", NAME), NVMRC, ".node-version"))
                .or(() -> json.pinnedByVolta()
                        .flatMap(said -> VersionFiles.number(3, said)
                                .map(value -> Version.from(NAME, value, "volta in package.json", said))))
                .or(() -> json.engine(NAME)
                        .map(range -> Version.from(
                                NAME, Integer.toString(satisfying(range)), "engines in package.json", range)))
                .orElseGet(() -> Version.byDefault(NAME, Integer.toString(DEFAULT), ".nvmrc or engines would"));
    }

    /** Returns the default major version where a range takes it, else the highest one that the range names. */
    static int satisfying(String range) {
        int highest = 0;
        boolean takesDefault = range.contains("*") || !range.matches(".*\\d.*");
        for (String alternative : range.split("\\|\\|", -1)) {
            boolean openEnded = false;
            boolean closed = false;
            Matcher comparator = COMPARATOR.matcher(alternative);
            while (comparator.find()) {
                int major = Integer.parseInt(comparator.group(2));
                String operator = comparator.group(1) == null ? "" : comparator.group(1);
                openEnded |= operator.startsWith(">") && major <= DEFAULT;
                closed |= operator.startsWith("<") && major <= DEFAULT;
                takesDefault |= !operator.startsWith("<") && major == DEFAULT;
                highest = Math.max(highest, operator.equals("<") ? major - 1 : major);
            }
            takesDefault |= openEnded && !closed;
        }
        return takesDefault || highest == 0 ? DEFAULT : highest;
    }

    private static Optional<Version> codename(String text) {
        String said = text.strip();
        if (said.equals("lts/*") || said.equals("node")) {
            return Optional.of(Version.from(NAME, Integer.toString(DEFAULT), NVMRC, said));
        }
        return Optional.ofNullable(CODENAMES.get(said.replaceFirst("^lts/", "")))
                .map(value -> Version.from(NAME, value, NVMRC, said));
    }
}
