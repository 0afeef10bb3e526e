package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code <home>/pipelines.json}: the pipelines on AWS that this machine knows, and which of them is the default. */
public final class SavedPipelines {
    private final Path file;

    /** Names the file of a home folder; reads nothing yet. */
    public SavedPipelines(Path home) {
        this.file = home.resolve("pipelines.json");
    }

    /** Returns the name of the default pipeline; empty where it is the local one. */
    public Optional<String> current() {
        return Optional.ofNullable(read().current());
    }

    /** Returns what is known of a pipeline. */
    public Optional<SavedPipeline> find(String name) {
        return read().pipelines().stream()
                .filter(saved -> saved.name().equals(name))
                .findFirst();
    }

    /** Remembers a pipeline, and makes it the default. */
    public void save(SavedPipeline pipeline) {
        List<SavedPipeline> pipelines = others(pipeline.name());
        pipelines.add(pipeline);
        write(new Content(pipeline.name(), pipelines));
    }

    /** Forgets a pipeline; where it was the default, the local one is again. */
    public void forget(String name) {
        Content content = read();
        if (content.pipelines().stream().anyMatch(saved -> saved.name().equals(name))) {
            write(new Content(name.equals(content.current()) ? null : content.current(), others(name)));
        }
    }

    private List<SavedPipeline> others(String name) {
        List<SavedPipeline> others = new ArrayList<>(read().pipelines());
        others.removeIf(saved -> saved.name().equals(name));
        return others;
    }

    private Content read() {
        try {
            return Codec.read(Files.readString(file), Content.class);
        } catch (NoSuchFileException e) {
            return new Content(null, List.of());
        } catch (IOException | InvalidEventException e) {
            throw CliFailure.usage(
                    "failed to read " + file + ": " + e.getMessage(),
                    "delete it, and name the pipeline with --pipeline and its region with AWS_REGION");
        }
    }

    /** A reader, or another command that was cut short, sees the old content or the new. */
    private void write(Content content) {
        try {
            Files.createDirectories(file.getParent());
            Path whole = Files.createTempFile(file.getParent(), ".pipelines", ".tmp");
            try {
                Files.writeString(whole, Codec.write(content) + "\n");
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw CliFailure.usage(
                    "failed to write " + file + ": " + e, "see that its folder can be written to, or set SLIPWAY_HOME");
        }
    }

    private record Content(@Nullable String current, List<SavedPipeline> pipelines) {
        Content {
            pipelines = List.copyOf(pipelines);
        }
    }
}
