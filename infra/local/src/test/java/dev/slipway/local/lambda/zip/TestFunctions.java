package dev.slipway.local.lambda.zip;

import dev.slipway.local.front.Principal;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** Functions whose handler is a class of these tests. */
public final class TestFunctions {
    private TestFunctions() {}

    /** Declares the echo handler. */
    public static FunctionSpec echo(int timeoutSeconds) {
        return function(EchoHandler.class.getName(), timeoutSeconds);
    }

    static FunctionSpec function(String handler, int timeoutSeconds) {
        return new FunctionSpec(
                "echo",
                handler,
                Map.of("GREETING", "hello"),
                new Principal("EchoRole", "arn:aws:iam::123456789012:role/EchoRole", "AKIAEXAMPLE", "secret"),
                timeoutSeconds,
                512,
                "/aws/lambda/echo",
                "hash",
                "live");
    }

    /** The folder that stands in for the functions jar. */
    public static Path classes() {
        try {
            return Path.of(EchoHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
