package dev.slipway.plan.stack;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses the binary that is meant where a source makes several. */
public final class Binaries {
    private static final Pattern SERVER = Pattern.compile("(?:.*[-_])?(?:server|web|api)");

    private Binaries() {}

    /** Returns the only one, or the one that the command names, or the one called like the app, or the only server. */
    public static Optional<String> choose(Project project, Collection<String> names) {
        String command = project.command() == null ? "" : project.command();
        Optional<String> named = names.stream()
                .filter(name -> command.matches("(?s)(?:.*/|exec )?" + Pattern.quote(name) + "(?:\\s.*)?"))
                .findFirst();
        return named.or(() -> names.stream().filter(project.app()::equals).findFirst())
                .or(() -> names.size() == 1 ? names.stream().findFirst() : Optional.empty())
                .or(() -> {
                    var servers = names.stream()
                            .filter(name -> SERVER.matcher(name).matches())
                            .toList();
                    return servers.size() == 1 ? Optional.of(servers.get(0)) : Optional.empty();
                });
    }
}
