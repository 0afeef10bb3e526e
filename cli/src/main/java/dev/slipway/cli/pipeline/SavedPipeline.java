package dev.slipway.cli.pipeline;

import java.util.Map;

/**
 * A pipeline on AWS as it was when this machine last brought it up.
 *
 * @param version that was brought up
 * @param outputs of the pipeline's stack
 */
public record SavedPipeline(String name, String region, String account, String version, Map<String, String> outputs) {
    public SavedPipeline {
        outputs = Map.copyOf(outputs);
    }
}
