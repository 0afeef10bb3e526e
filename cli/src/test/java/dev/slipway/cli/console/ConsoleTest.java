package dev.slipway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsoleTest {
    @ParameterizedTest
    @CsvSource({"true,1,'',true,true", "true,'','',true,false", "false,1,'',false,false", "true,1,1,false,false"})
    void colours_goOnlyWhereAPersonWatchesThatStream(
            boolean terminal, String outTerminal, String noColor, boolean colours, boolean coloursResults) {
        PrintWriter writer = new PrintWriter(new StringWriter());
        Map<String, String> environment = Map.of("SLIPWAY_STDOUT_TTY", outTerminal, "NO_COLOR", noColor);
        Console console = new Console(
                InputStream.nullInputStream(),
                writer,
                writer,
                terminal,
                false,
                environment,
                Path.of(""),
                Instant.EPOCH);

        assertThat(console.colours()).isEqualTo(colours);
        assertThat(console.coloursResults()).isEqualTo(coloursResults);
    }
}
