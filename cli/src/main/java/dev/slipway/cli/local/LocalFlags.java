package dev.slipway.cli.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The flags that the local cloud's Java starts with. */
final class LocalFlags {
    private LocalFlags() {}

    static List<String> of(Path home, Installation installation) {
        List<String> flags = new ArrayList<>(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Xss512k", "-Xshare:auto"));
        Path archive = archive(home, installation);
        if (Files.isRegularFile(archive)) {
            flags.add("-XX:SharedArchiveFile=" + archive);
        } else {
            flags.add("-XX:+RecordDynamicDumpInfo");
        }
        return flags;
    }

    /** Returns where the class archive of this build stands, once it is made. */
    static Path archive(Path home, Installation installation) {
        return home.resolve("cds").resolve("local-" + installation.buildId() + "-" + Runtime.version() + ".jsa");
    }
}
