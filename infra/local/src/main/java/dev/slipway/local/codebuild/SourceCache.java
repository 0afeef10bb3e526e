package dev.slipway.local.codebuild;

import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Sources of projects, unpacked once for as long as their object stays the same. */
final class SourceCache {
    /** Larger files are linked into a build's folder: a build that wrote to one of them would change it for the next. */
    private static final long LINKED = 1 << 20;

    private final Path folder;
    private final SourceObjects objects;

    SourceCache(Path folder, SourceObjects objects) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.objects = objects;
    }

    /** Gives a build a folder of its own with the files of a source, and returns where they were unpacked for all. */
    synchronized Path place(String location, Path destination) throws IOException {
        SourceObjects.Found found = objects.find(location);
        String key = Digest.of((location + "\n" + found.etag()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hex();
        Path unpacked = folder.resolve(key);
        if (!Files.isDirectory(unpacked)) {
            forget();
            unpack(found, unpacked);
        }
        copy(unpacked, destination);
        return unpacked;
    }

    /** The source of one pipeline changes rarely; what it was before is of no more use. */
    private void forget() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path old : all.toList()) {
                WholeFile.removeTree(old);
            }
        }
    }

    private void unpack(SourceObjects.Found found, Path unpacked) throws IOException {
        Path zip = Files.createTempFile(folder, "source", ".zip");
        Path part = Files.createTempDirectory(folder, "unpacking");
        try (InputStream in = found.content().open()) {
            Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
            try (ZipFile file = new ZipFile(zip.toFile())) {
                Enumeration<? extends ZipEntry> entries = file.entries();
                while (entries.hasMoreElements()) {
                    extract(file, entries.nextElement(), part);
                }
            }
            Files.move(part, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(zip);
            WholeFile.removeTree(part);
        }
    }

    private static void extract(ZipFile zip, ZipEntry entry, Path into) throws IOException {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("the source has a path that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, path);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file));
                if (attributes.size() >= LINKED) {
                    Files.createLink(target, file);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
