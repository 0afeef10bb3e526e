package dev.slipway.local.lambda.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.slipway.local.lambda.MemoryImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageStoreTest {
    private final MemoryImages images = new MemoryImages();

    @TempDir
    Path folder;

    @Test
    void unpack_layers_laidOverEachOtherWithWhiteouts() throws Exception {
        Path root = unpack(
                tar -> {
                    MemoryImages.put(tar, "app/kept", "1");
                    MemoryImages.put(tar, "app/gone", "1");
                    MemoryImages.put(tar, "opaque/below", "1");
                },
                tar -> {
                    MemoryImages.put(tar, "app/.wh.gone", "");
                    MemoryImages.put(tar, "opaque/above", "2");
                    MemoryImages.put(tar, "opaque/.wh..wh..opq", "");
                    MemoryImages.put(tar, "app/kept", "2");
                });

        assertThat(root.resolve("app/kept")).hasContent("2");
        assertThat(root.resolve("app/gone")).doesNotExist();
        assertThat(root.resolve("opaque").toFile().list()).containsExactly("above");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("app/kept"))))
                .isEqualTo("rwxr-xr-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escaped", "/../escaped", "a/../../../escaped", "out/escaped"})
    void unpack_nameThatLeaves_staysInside(String name) throws Exception {
        Path root = unpack(tar -> {
            MemoryImages.link(tar, "out", "../../..", TarConstants.LF_SYMLINK);
            MemoryImages.put(tar, name, "x");
        });

        assertThat(root.resolve("escaped")).hasContent("x");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    @Test
    void unpack_throughAbsoluteLink_writesBelowTheRoot() throws Exception {
        Path outside = folder.resolve("outside");
        Path root = unpack(tar -> {
            MemoryImages.link(tar, "abs", outside.toString(), TarConstants.LF_SYMLINK);
            MemoryImages.put(tar, "abs/file", "x");
        });

        assertThat(outside).doesNotExist();
        assertThat(root.resolve("abs/file")).hasContent("x");
        assertThat(Files.readSymbolicLink(root.resolve("abs"))).isRelative();
    }

    @Test
    void unpack_fileOverLink_replacesTheLink() throws Exception {
        Path root = unpack(
                tar -> {
                    MemoryImages.put(tar, "target", "old");
                    MemoryImages.link(tar, "link", "target", TarConstants.LF_SYMLINK);
                },
                tar -> MemoryImages.put(tar, "link", "new"));

        assertThat(root.resolve("target")).hasContent("old");
        assertThat(root.resolve("link").toFile()).isFile();
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isFalse();
    }

    @Test
    void unpack_hardLinkOutside_refused() {
        assertThatIOException()
                .isThrownBy(
                        () -> unpack(tar -> MemoryImages.link(tar, "passwd", "../../etc/passwd", TarConstants.LF_LINK)))
                .withMessageContaining("a hard link names etc/passwd");
        assertThat(folder.resolve("images").toFile().list()).isEmpty();
    }

    @Test
    void unpack_wrongBytes_refused() throws Exception {
        Image image = resolve(MemoryImages.file("a", "1"));
        Image other = new Image(
                image.repository(),
                image.digest(),
                image.configDigest(),
                image.config(),
                List.of(new Image.Layer(image.configDigest(), 1)));
        BlobSource lying = new BlobSource() {
            @Override
            public java.util.Optional<Manifest> manifest(String repository, String reference) {
                return java.util.Optional.empty();
            }

            @Override
            public java.io.InputStream blob(String repository, String digest) throws IOException {
                return images.blob(repository, image.layers().get(0).digest());
            }
        };

        assertThatIOException()
                .isThrownBy(() -> new ImageStore(folder.resolve("images"), lying).unpack(other))
                .withMessageContaining("instead of " + image.configDigest());
    }

    @Test
    void retain_others_deletes() throws Exception {
        Image image = resolve(MemoryImages.file("a", "1"));
        ImageStore store = new ImageStore(folder.resolve("images"), images);
        Path root = store.unpack(image);

        store.retain(Set.of(image.digest()));
        assertThat(root).exists();
        store.retain(Set.of());

        assertThat(root).doesNotExist();
    }

    private Path unpack(MemoryImages.Tar... layers) throws Exception {
        return new ImageStore(folder.resolve("images"), images).unpack(resolve(layers));
    }

    private Image resolve(MemoryImages.Tar... layers) throws Exception {
        return new Images(images).resolve(images.add("tag", List.of("/run"), layers));
    }
}
