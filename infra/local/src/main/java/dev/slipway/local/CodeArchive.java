package dev.slipway.local;

import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.s3.S3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Keeps codebuild.zip in the code bucket as it is on disk: the files of infra/codebuild, and functions.jar. The same
 * files give the same bytes. Packing reads some 35 MB, so a start that finds the files as they were leaves it out.
 */
final class CodeArchive {
    /** Zip knows no time before it. */
    private static final FileTime EARLIEST = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

    private final Map<String, Path> files = new TreeMap<>();

    CodeArchive(Path codebuild, Path functionsJar) throws IOException {
        try (Stream<Path> all = Files.walk(codebuild)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(codebuild.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        files.put("functions.jar", functionsJar);
    }

    /**
     * Stores the archive unless it is there.
     *
     * @param note file that remembers which files the stored archive was made of
     */
    void store(S3 s3, String bucket, String key, Path note) throws IOException {
        String state = bucket + "/" + key + "\n" + state();
        if (!Files.exists(note) || !Files.readString(note).equals(state)) {
            s3.put(bucket, key, pack());
            WholeFile.write(note, state.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String state() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            long modified = Files.getLastModifiedTime(file.getValue()).toMillis();
            lines.add(file.getKey() + " " + Files.size(file.getValue()) + " " + modified);
        }
        return String.join("\n", lines);
    }

    private byte[] pack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
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
        return bytes.toByteArray();
    }
}
