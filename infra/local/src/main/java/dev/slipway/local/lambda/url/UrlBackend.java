package dev.slipway.local.lambda.url;

import dev.slipway.local.lambda.app.AppFleet;
import java.util.Map;

/** Decides what a request to a function URL meets. */
@FunctionalInterface
public interface UrlBackend {

    /**
     * A request as far as the decision needs it.
     *
     * @param target path and query as sent
     * @param headers by lower-case name
     */
    record UrlRequest(String method, String target, Map<String, String> headers) {}

    /**
     * Holds the app that answers a request, by the routing of the URL's alias at this moment.
     *
     * @throws UrlRefusal when the caller may not, or no app comes up
     */
    AppFleet.Lease lease(UrlRequest request) throws UrlRefusal;
}
