package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.lambda.app.AppFailure;
import dev.slipway.local.lambda.app.AppFleet;
import dev.slipway.local.lambda.function.Alias;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.FunctionUrl;
import dev.slipway.local.lambda.url.UrlAuthorizer;
import dev.slipway.local.lambda.url.UrlBackend;
import dev.slipway.local.lambda.url.UrlRefusal;
import dev.slipway.local.lambda.url.UrlServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the ports of function URLs, and decides for each request whether it may and which version answers it. */
final class Urls {
    private static final Logger LOG = LoggerFactory.getLogger(Urls.class);
    private static final long RETRY_SECONDS = 2;
    private static final String FORBIDDEN = "Forbidden. For troubleshooting Function URL authorization issues, see:"
            + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

    private final FunctionStore store;
    private final Apps apps;
    private final UrlServer server;
    private final UrlAuthorizer authorizer;
    private final Arns arns;

    Urls(FunctionStore store, Apps apps, UrlServer server, UrlAuthorizer authorizer, Arns arns) {
        this.arns = arns;
        this.store = store;
        this.apps = apps;
        this.server = server;
        this.authorizer = authorizer;
    }

    /** Opens the URLs that were there before; one whose port is taken is tried again until it is free. */
    void resume() {
        if (server.isStopped()) {
            return;
        }
        boolean all = true;
        for (FunctionRecord record : store.all()) {
            for (FunctionUrl url : record.urls().values()) {
                try {
                    open(record.name(), url.qualifier(), url.port());
                } catch (IOException e) {
                    all = false;
                    LOG.warn("failed to open {} of {}: {}", url.url(), record.name(), e.getMessage());
                }
            }
        }
        if (!all) {
            CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS).execute(this::resume);
        }
    }

    void open(String function, String qualifier, int port) throws IOException {
        if (!server.isOpen(port)) {
            server.open(port, request -> lease(function, qualifier, request));
        }
    }

    void close(int port) {
        server.close(port);
    }

    private AppFleet.Lease lease(String function, String qualifier, UrlBackend.UrlRequest request) throws UrlRefusal {
        FunctionRecord record = store.find(function).orElseThrow(() -> new UrlRefusal(404, "Not Found"));
        FunctionUrl url = record.urls().get(qualifier);
        if (url == null || !permitted(record, url, request)) {
            throw new UrlRefusal(403, FORBIDDEN);
        }
        Configuration version = route(record, qualifier).orElseThrow(() -> new UrlRefusal(404, "Not Found"));
        try {
            return apps.lease(version);
        } catch (AppFailure e) {
            LOG.debug("no app for {}:{}: {}", function, version.version(), e.getMessage());
            throw new UrlRefusal(e.kind() == AppFailure.Kind.TIMED_OUT ? 504 : 502, "Internal Server Error");
        } catch (IOException e) {
            LOG.warn("failed to start {}:{}: {}", function, version.version(), e.getMessage());
            throw new UrlRefusal(502, "Internal Server Error");
        }
    }

    /** Picks a version, by the weights where the qualifier is an alias. */
    static Optional<Configuration> route(FunctionRecord record, String qualifier) {
        Alias alias = record.aliases().get(qualifier);
        return record.find(
                alias == null
                        ? qualifier
                        : alias.route(ThreadLocalRandom.current().nextDouble()));
    }

    private boolean permitted(FunctionRecord record, FunctionUrl url, UrlBackend.UrlRequest request) {
        if (url.authType().equals("AWS_IAM")) {
            String qualifier = url.qualifier().equals(FunctionName.LATEST) ? null : url.qualifier();
            return authorizer.allows(arns.function(record.name(), qualifier), request);
        }
        String key = url.qualifier().equals(FunctionName.LATEST) ? "" : url.qualifier();
        List<JsonNode> statements = record.policies().getOrDefault(key, List.of());
        // Since October 2025 a public URL needs both permissions.
        return allows(statements, "lambda:InvokeFunctionUrl") && allows(statements, "lambda:InvokeFunction");
    }

    private static boolean allows(List<JsonNode> statements, String action) {
        return statements.stream()
                .anyMatch(statement -> statement.path("Principal").asText().equals("*")
                        && statement.path("Action").asText().equals(action)
                        && !statement
                                .at("/Condition/StringEquals/lambda:FunctionUrlAuthType")
                                .asText("NONE")
                                .equals("AWS_IAM"));
    }
}
