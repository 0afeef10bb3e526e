package dev.slipway.cli.bootstrap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What CodeBuild runs: the files of infra/codebuild and the functions' jar, zipped. */
final class BuildCode {
    /** Zip knows no time before it. */
    private static final FileTime EARLIEST = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

    private final Map<String, Path> files = new TreeMap<>();

    BuildCode(Path codebuild, Path functionsJar) throws IOException {
        try (Stream<Path> all = Files.walk(codebuild)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(codebuild.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        files.put("functions.jar", functionsJar);
    }

    /** Returns a hash of the files, which unlike the zip's is the same whichever Java zips them. */
    String hash() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            all.append(Digests.of(file.getValue()))
                    .append("  ")
                    .append(file.getKey())
                    .append('\n');
        }
        return Digests.of(all.toString());
    }

    void zip(Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            // Nearly all of it is a jar, which is compressed already.
            zip.setLevel(1);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(EARLIEST);
                zip.putNextEntry(entry);
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
            }
        }
    }
}
