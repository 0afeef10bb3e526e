package dev.slipway.local.lambda.zip;

import dev.slipway.local.front.Principal;
import java.util.Map;

/**
 * A zip function as the template declares it.
 *
 * @param handler class name, with or without {@code ::handleRequest}
 * @param environment the template's variables
 * @param role whose credentials the function gets
 * @param codeSha256 Base64 of the jar's SHA-256, as GetFunctionConfiguration answers it
 * @param alias alias on its only published version, as AutoPublishAlias names it; empty for none
 */
public record FunctionSpec(
        String name,
        String handler,
        Map<String, String> environment,
        Principal role,
        int timeoutSeconds,
        int memoryMb,
        String logGroup,
        String codeSha256,
        String alias) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    /** Returns the handler's class, without the method that it may name. */
    public String handlerClass() {
        int method = handler.indexOf("::");
        return method < 0 ? handler : handler.substring(0, method);
    }
}
