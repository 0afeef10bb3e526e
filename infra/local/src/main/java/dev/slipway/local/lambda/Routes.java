package dev.slipway.local.lambda;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the call behind a method and a path. */
final class Routes {
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ONE = FUNCTIONS + "/([^/]+)";
    private static final String URL = "/2021-10-31/functions/([^/]+)/url";

    private record Route(String method, Pattern path, boolean json, Function<Call, AwsResponse> call) {}

    private final List<Route> routes;

    Routes(
            FunctionCalls functions,
            VersionCalls versions,
            AliasCalls aliases,
            UrlCalls urls,
            PolicyCalls policies,
            InvokeCalls invocations) {
        routes = List.of(
                new Route("POST", Pattern.compile(ONE + "/invocations"), false, invocations::invoke),
                route("POST", FUNCTIONS, functions::create),
                route("GET", FUNCTIONS, functions::list),
                route("GET", ONE, functions::get),
                route("DELETE", ONE, functions::delete),
                route("GET", ONE + "/configuration", functions::getConfiguration),
                route("PUT", ONE + "/configuration", functions::updateConfiguration),
                route("PUT", ONE + "/code", functions::updateCode),
                route("POST", ONE + "/versions", versions::publish),
                route("GET", ONE + "/versions", versions::list),
                route("POST", ONE + "/aliases", aliases::create),
                route("GET", ONE + "/aliases", aliases::list),
                route("GET", ONE + "/aliases/([^/]+)", aliases::get),
                route("PUT", ONE + "/aliases/([^/]+)", aliases::update),
                route("DELETE", ONE + "/aliases/([^/]+)", aliases::delete),
                route("POST", ONE + "/policy", policies::add),
                route("GET", ONE + "/policy", policies::get),
                route("DELETE", ONE + "/policy/([^/]+)", policies::remove),
                route("POST", URL, urls::create),
                route("GET", URL, urls::get),
                route("PUT", URL, urls::update),
                route("DELETE", URL, urls::delete),
                route("GET", URL + "s", urls::list));
    }

    private static Route route(String method, String path, Function<Call, AwsResponse> call) {
        return new Route(method, Pattern.compile(path), true, call);
    }

    AwsResponse handle(AwsRequest request) {
        String path = request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(request.method()) && matcher.matches()) {
                String function = matcher.groupCount() > 0 ? matcher.group(1) : "";
                String item = matcher.groupCount() > 1 ? matcher.group(2) : "";
                return route.call().apply(Call.of(request, function, item, route.json()));
            }
        }
        throw new AwsException(
                404,
                "UnknownOperationException",
                "The local cloud does not implement " + request.method() + " " + path);
    }
}
