package dev.slipway.local.lambda;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.iam.Access;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the call behind a method and a path. */
final class Routes {
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ONE = FUNCTIONS + "/([^/]+)";
    private static final String URL = "/2021-10-31/functions/([^/]+)/url";

    /**
     * A call.
     *
     * @param action that its caller must be allowed
     * @param json whether its body is a JSON object of members
     */
    private record Route(String method, Pattern path, boolean json, String action, Function<Call, AwsResponse> call) {}

    /** A call with the route that it takes. */
    private record Routed(Route route, Call call) {}

    private final List<Route> routes;
    private final NeededAccess needed;

    Routes(
            FunctionCalls functions,
            VersionCalls versions,
            AliasCalls aliases,
            UrlCalls urls,
            PolicyCalls policies,
            InvokeCalls invocations,
            NeededAccess needed) {
        this.needed = needed;
        routes = List.of(
                new Route("POST", Pattern.compile(ONE + "/invocations"), false, "InvokeFunction", invocations::invoke),
                route("POST", FUNCTIONS, "CreateFunction", functions::create),
                route("GET", FUNCTIONS, "ListFunctions", functions::list),
                route("GET", ONE, "GetFunction", functions::get),
                route("DELETE", ONE, "DeleteFunction", functions::delete),
                route("GET", ONE + "/configuration", "GetFunctionConfiguration", functions::getConfiguration),
                route("PUT", ONE + "/configuration", "UpdateFunctionConfiguration", functions::updateConfiguration),
                route("PUT", ONE + "/code", "UpdateFunctionCode", functions::updateCode),
                route("POST", ONE + "/versions", "PublishVersion", versions::publish),
                route("GET", ONE + "/versions", "ListVersionsByFunction", versions::list),
                route("POST", ONE + "/aliases", "CreateAlias", aliases::create),
                route("GET", ONE + "/aliases", "ListAliases", aliases::list),
                route("GET", ONE + "/aliases/([^/]+)", "GetAlias", aliases::get),
                route("PUT", ONE + "/aliases/([^/]+)", "UpdateAlias", aliases::update),
                route("DELETE", ONE + "/aliases/([^/]+)", "DeleteAlias", aliases::delete),
                route("POST", ONE + "/policy", "AddPermission", policies::add),
                route("GET", ONE + "/policy", "GetPolicy", policies::get),
                route("DELETE", ONE + "/policy/([^/]+)", "RemovePermission", policies::remove),
                route("POST", URL, "CreateFunctionUrlConfig", urls::create),
                route("GET", URL, "GetFunctionUrlConfig", urls::get),
                route("PUT", URL, "UpdateFunctionUrlConfig", urls::update),
                route("DELETE", URL, "DeleteFunctionUrlConfig", urls::delete),
                route("GET", URL + "s", "ListFunctionUrlConfigs", urls::list));
    }

    private static Route route(String method, String path, String action, Function<Call, AwsResponse> call) {
        return new Route(method, Pattern.compile(path), true, action, call);
    }

    List<Access> accesses(AwsRequest request) {
        Routed routed = find(request);
        return needed.of(routed.route().action(), routed.call());
    }

    AwsResponse handle(AwsRequest request) {
        Routed routed = find(request);
        return routed.route().call().apply(routed.call());
    }

    private Routed find(AwsRequest request) {
        String path = request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(request.method()) && matcher.matches()) {
                String function = matcher.groupCount() > 0 ? matcher.group(1) : "";
                String item = matcher.groupCount() > 1 ? matcher.group(2) : "";
                return new Routed(route, Call.of(request, function, item, route.json()));
            }
        }
        throw new AwsException(
                404,
                "UnknownOperationException",
                "The local cloud does not implement " + request.method() + " " + path);
    }
}
