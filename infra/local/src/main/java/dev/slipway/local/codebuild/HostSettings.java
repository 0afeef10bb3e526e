package dev.slipway.local.codebuild;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a build gets of the machine it runs on. Nothing else of the local cloud's own environment reaches it.
 *
 * @param host the environment of the local cloud, of which a build sees PATH, LANG and TMPDIR
 * @param path folders before those of the host's PATH
 * @param extras variables of the local cloud: its endpoints, {@code SLIPWAY_BUILDER}; asked for at each build, as ports
 *     are known once their servers run
 */
public record HostSettings(Map<String, String> host, List<Path> path, Supplier<Map<String, String>> extras) {
    private static final List<String> PASSED = List.of("PATH", "LANG", "TMPDIR");

    public HostSettings {
        host = Map.copyOf(host);
        path = List.copyOf(path);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : PASSED) {
            String value = host.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        // As in CodeBuild's images: Java 17 writes file names by it, and without UTF-8 could not write most.
        environment.put("LC_CTYPE", "C.UTF-8");
        StringBuilder search = new StringBuilder();
        path.forEach(folder -> search.append(folder).append(':'));
        environment.merge("PATH", "/usr/local/bin:/usr/bin:/bin", (own, standard) -> own);
        environment.computeIfPresent("PATH", (name, own) -> search + own);
        environment.putAll(extras.get());
        return environment;
    }
}
