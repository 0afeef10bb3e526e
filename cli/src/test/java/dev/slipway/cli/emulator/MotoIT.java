package dev.slipway.cli.emulator;

import java.nio.file.Path;

/** The cases against moto's server; its CloudFormation has neither the transform nor CodeBuild. */
final class MotoIT extends EmulatorCases {
    MotoIT() {
        super("SLIPWAY_MOTO", "moto");
    }

    @Override
    Cloud prepare(String address, Path repository) throws Exception {
        Cloud cloud = Cloud.of(address);
        new Stacks(cloud, repository).pretend("moto");
        return cloud;
    }

    @Override
    boolean hasImages() {
        return false;
    }
}
