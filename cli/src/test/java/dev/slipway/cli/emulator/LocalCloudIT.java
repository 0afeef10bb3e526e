package dev.slipway.cli.emulator;

import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.pipeline.Site;
import java.nio.file.Path;

/** The cases against the local cloud of a home folder, so that what the others are held to holds there too. */
final class LocalCloudIT extends EmulatorCases {
    LocalCloudIT() {
        super("SLIPWAY_LOCAL", Site.LOCAL);
    }

    @Override
    Cloud prepare(String address, Path repository) {
        return Cloud.local(Path.of(address));
    }

    @Override
    Site find(Cloud cloud, String address) {
        return cloud.site(
                Site.LOCAL,
                new LocalCloud(Path.of(address)).running().orElseThrow().outputs());
    }

    @Override
    boolean hasImages() {
        return false;
    }
}
