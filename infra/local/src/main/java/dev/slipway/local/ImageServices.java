package dev.slipway.local;

import dev.slipway.local.builder.BuilderServer;
import dev.slipway.local.builder.EmbeddedBuilder;
import dev.slipway.local.ecr.EcrService;
import dev.slipway.local.ecr.RegistryTokens;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.app.EngineImages;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryServer;
import dev.slipway.local.registry.RepositoryAccess;
import dev.slipway.local.registry.TagMutability;
import dev.slipway.local.template.Account;
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

    /** What opening them takes. */
    record Opening(Path home, Stack stack, Endpoints endpoints, Permissions permissions, Clock clock) {

        ImageServices open(Ports ports, Shutdown shutdown) throws IOException {
            Account account = stack.account();
            RegistryTokens tokens = new RegistryTokens(home.resolve("ecr/key"), clock);
            ImageStore store = openStore();
            RepositoryAccess repositories = new RepositoryAccess(permissions, account.arn("ecr", "repository/"));
            shutdown.add(new RegistryServer(store, tokens, repositories, ports.registry()))
                    .start();
            String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(24));
            EmbeddedBuilder builder = new EmbeddedBuilder(
                    home.resolve("builder"),
                    endpoints.registry(),
                    () -> tokens.issue(buildRole()).password(),
                    clock);
            shutdown.add(new BuilderServer(builder, token, ports.builder())).start();
            EngineImages.Registry access = new EngineImages.Registry(
                    endpoints.registry(), () -> tokens.issue(Roles.ENGINE).authorizationToken());
            EcrService ecr = new EcrService(store, tokens, endpoints.registry(), account.region(), account.id());
            return new ImageServices(store, ecr, token, access);
        }

        private ImageStore openStore() throws IOException {
            ImageStore store = new ImageStore(home.resolve("registry"), clock);
            for (Declared.Repository repository : stack.all(Declared.Repository.class)) {
                TagMutability.Mode mode = TagMutability.Mode.valueOf(repository.mutability());
                store.createRepository(repository.name(), new TagMutability(mode, repository.exclusions()));
            }
            return store;
        }

        /** The embedded builder pushes in the name of the build that calls it, as BuildKit does. */
        private String buildRole() {
            return stack.all(Declared.Project.class).get(0).roleArn();
        }
    }
}
