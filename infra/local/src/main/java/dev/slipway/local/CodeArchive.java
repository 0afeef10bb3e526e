package dev.slipway.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs codebuild.zip: the files of infra/codebuild and functions.jar. The same files give the same bytes. */
final class CodeArchive {
    /** Zip knows no time before it. */
    private static final FileTime EARLIEST = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

    private CodeArchive() {}

    static byte[] pack(Path codebuild, Path functionsJar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Jars are compressed already.
            zip.setLevel(1);
            for (Path file : files(codebuild)) {
                add(zip, codebuild.relativize(file).toString().replace('\\', '/'), file);
            }
            add(zip, "functions.jar", functionsJar);
        }
        return bytes.toByteArray();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(EARLIEST);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
