package dev.slipway.cli.emulator;

import java.nio.file.Path;

/** The cases against LocalStack; its CloudFormation has neither ECR nor CodeBuild, and Lambda needs an engine. */
final class LocalStackIT extends EmulatorCases {
    LocalStackIT() {
        super("SLIPWAY_LOCALSTACK", "localstack");
    }

    @Override
    Cloud prepare(String address, Path repository) throws Exception {
        Cloud cloud = Cloud.of(address);
        new Stacks(cloud, repository).pretend("localstack");
        return cloud;
    }

    @Override
    boolean hasImages() {
        return false;
    }
}
