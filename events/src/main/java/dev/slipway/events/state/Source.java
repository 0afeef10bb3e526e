package dev.slipway.events.state;

import java.util.List;

/**
 * The source of a deployment: layers in the order in which they are unpacked, a later one over an earlier one.
 *
 * @param files regular files in all layers, or 0 where nobody counted
 */
public record Source(List<SourceLayer> layers, long files) {
    public Source {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers must not be empty");
        }
    }
}
