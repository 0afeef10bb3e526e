package dev.slipway.cli.emulator;

import java.nio.file.Path;
import java.util.Map;

/** The cases against ministack, whose CloudFormation takes the template as it is. */
final class MinistackIT extends EmulatorCases {
    MinistackIT() {
        super("SLIPWAY_MINISTACK", "ministack");
    }

    @Override
    Cloud prepare(String address, Path repository) throws Exception {
        Cloud cloud = Cloud.of(address);
        new Stacks(cloud, repository).create("ministack", Map.of());
        return cloud;
    }
}
