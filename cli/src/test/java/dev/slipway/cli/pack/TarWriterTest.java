package dev.slipway.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    /** Around the lengths where a record's own length gets one more digit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 87, 88, 89, 90, 989, 990, 991, 992, 4000})
    void file_nameOfAnyLength_isReadBack(int length) throws Exception {
        String name = "n".repeat(length);

        tar.file(name, 0, false);
        tar.endFile();
        tar.finish();

        assertThat(first().getName()).isEqualTo(name);
    }

    @Test
    void link_longAndNotAscii_isReadBack() throws Exception {
        String target = "ö".repeat(120);

        tar.link("ä", target);
        tar.finish();

        assertThat(first().getName()).isEqualTo("ä");
        assertThat(first().getLinkName()).isEqualTo(target);
    }

    @Test
    void file_overEightGiB_hasItsSizeInAnExtendedHeader() throws Exception {
        tar.file("large", 9L << 30, false);

        assertThat(first().getSize()).isEqualTo(9L << 30);
    }

    @Test
    void write_moreThanTheHeaderSays_isRefused() throws Exception {
        tar.file("file", 1, false);

        assertThatThrownBy(() -> tar.write(new byte[2], 2)).isInstanceOf(IllegalStateException.class);
    }

    private TarArchiveEntry first() throws Exception {
        return new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()), "UTF-8").getNextEntry();
    }
}
