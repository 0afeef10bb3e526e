package dev.slipway.cli.bootstrap;

import java.util.List;
import java.util.Map;

/**
 * How a bootstrap ended.
 *
 * @param status created, updated, unchanged or planned
 * @param outputs of the stack; none where there is no stack
 */
public record BootstrapReport(
        String status, Place place, String version, List<Change> changes, Map<String, String> outputs) {
    public BootstrapReport {
        changes = List.copyOf(changes);
        outputs = Map.copyOf(outputs);
    }
}
