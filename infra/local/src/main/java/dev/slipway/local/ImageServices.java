package dev.slipway.local;

import dev.slipway.local.builder.BuilderServer;
import dev.slipway.local.builder.EmbeddedBuilder;
import dev.slipway.local.ecr.EcrService;
import dev.slipway.local.ecr.RegistryTokens;
import dev.slipway.local.lambda.app.EngineImages;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryServer;
import dev.slipway.local.registry.TagMutability;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/**
 * What stores and builds images.
 *
 * @param access for the container engine, to pull what it is to run
 * @param builderToken what the embedded builder asks of its callers; a new one at each start
 */
record ImageServices(ImageStore store, EcrService ecr, String builderToken, EngineImages.Registry access) {

    static ImageServices open(Path home, Stack stack, Ports ports, Endpoints endpoints, Clock clock, Shutdown shutdown)
            throws IOException {
        RegistryTokens tokens = new RegistryTokens(home.resolve("ecr/key"), clock);
        ImageStore store = new ImageStore(home.resolve("registry"), clock);
        for (Declared.Repository repository : stack.all(Declared.Repository.class)) {
            TagMutability.Mode mode = TagMutability.Mode.valueOf(repository.mutability());
            store.createRepository(repository.name(), new TagMutability(mode, repository.exclusions()));
        }
        shutdown.add(new RegistryServer(store, tokens, ports.registry())).start();
        String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(24));
        EmbeddedBuilder builder = new EmbeddedBuilder(
                home.resolve("builder"),
                endpoints.registry(),
                () -> tokens.issue().password(),
                clock);
        shutdown.add(new BuilderServer(builder, token, ports.builder())).start();
        String region = stack.account().region();
        EngineImages.Registry access = new EngineImages.Registry(
                endpoints.registry(), () -> tokens.issue().authorizationToken());
        EcrService ecr = new EcrService(
                store, tokens, endpoints.registry(), region, stack.account().id());
        return new ImageServices(store, ecr, token, access);
    }
}
