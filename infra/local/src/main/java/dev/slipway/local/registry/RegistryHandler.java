package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Checks who calls and hands the call to the routes of what it names. */
final class RegistryHandler extends Handler.Abstract {
    private static final Pattern PATH = Pattern.compile(
            "/v2/(?<name>.+)/(?<kind>manifests|blobs/uploads|blobs|referrers|tags)/(?<reference>[^/]*)");
    /** The parameter of a download URL that stands in for credentials. */
    private static final String LINK = "signature";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageStore images;
    private final CredentialsChecker credentials;
    private final RepositoryAccess access;
    private final BlobRoutes blobs;
    private final UploadRoutes uploads;
    private final ManifestRoutes manifests;

    RegistryHandler(ImageStore images, CredentialsChecker credentials, RepositoryAccess access) {
        this.images = images;
        this.credentials = credentials;
        this.access = access;
        this.blobs = new BlobRoutes(images);
        this.uploads = new UploadRoutes(images);
        this.manifests = new ManifestRoutes(images);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response);
        try {
            try {
                String path = Request.getPathInContext(request);
                if (isLinked(exchange, path)) {
                    route(exchange, path, Optional.empty());
                } else {
                    route(exchange, path, Optional.of(authenticate(exchange)));
                }
            } catch (RegistryRefusal refusal) {
                exchange.refuse(refusal);
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private boolean isLinked(Exchange exchange, String path) {
        return exchange.method().equals("GET")
                && exchange.query(LINK)
                        .filter(signature -> credentials.acceptsLink(path, signature))
                        .isPresent();
    }

    private String authenticate(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
                .flatMap(header -> principal(header.substring(6).strip()))
                .orElseThrow(() -> {
                    exchange.put("WWW-Authenticate", "Basic realm=\"slipway\",service=\"ecr.amazonaws.com\"");
                    return new RegistryRefusal(401, "UNAUTHORIZED", "Not Authorized");
                });
    }

    private Optional<String> principal(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
            int colon = pair.indexOf(':');
            return colon > 0
                    ? credentials.principal(pair.substring(0, colon), pair.substring(colon + 1))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Answers a call of a principal, or of nobody where the path is one that a link lets anybody read. */
    private void route(Exchange exchange, String path, Optional<String> principal) throws IOException {
        if (path.equals("/v2/") || path.equals("/v2")) {
            exchange.json(200, "application/json", JSON.createObjectNode());
            return;
        }
        if (path.equals("/v2/_catalog")) {
            principal.ifPresent(caller -> access.require(caller, exchange.method(), "catalog", "*"));
            page(
                    exchange,
                    JSON.createObjectNode(),
                    "repositories",
                    images.repositories().keySet());
            return;
        }
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new RegistryRefusal(404, "NAME_UNKNOWN", "no such path: " + path);
        }
        String name = parts.group("name");
        String reference = parts.group("reference");
        // Some clients begin an upload without the closing slash.
        String kind = parts.group("kind").equals("blobs") && reference.equals("uploads")
                ? "blobs/uploads"
                : parts.group("kind");
        principal.ifPresent(caller -> access.require(caller, exchange.method(), kind, name));
        switch (kind) {
            case "manifests" -> manifests.handle(exchange, name, reference);
            case "referrers" -> manifests.referrers(exchange, name, reference);
            case "tags" -> tags(exchange, name, reference);
            case "blobs/uploads" -> upload(exchange, name, reference.equals("uploads") ? "" : reference);
            default -> blobs.handle(exchange, name, reference);
        }
    }

    private void upload(Exchange exchange, String name, String id) throws IOException {
        if (id.isEmpty()) {
            uploads.start(exchange, name);
        } else {
            uploads.handle(exchange, name, id);
        }
    }

    private void tags(Exchange exchange, String name, String reference) throws IOException {
        if (!reference.equals("list")) {
            throw new RegistryRefusal(404, "UNSUPPORTED", "tags has only list");
        }
        page(
                exchange,
                JSON.createObjectNode().put("name", name),
                "tags",
                images.tags(name).keySet());
    }

    /** Lists names in order, the next page named by a Link header. */
    private static void page(Exchange exchange, ObjectNode body, String field, Set<String> names) throws IOException {
        String last = exchange.query("last").orElse("");
        List<String> after =
                names.stream().filter(name -> name.compareTo(last) > 0).toList();
        int limit;
        try {
            limit = exchange.query("n").map(Integer::parseUnsignedInt).orElse(after.size());
        } catch (NumberFormatException e) {
            throw new RegistryRefusal(400, "PAGINATION_NUMBER_INVALID", "n must be a number");
        }
        ArrayNode list = body.putArray(field);
        List<String> page = after.subList(0, Math.min(limit, after.size()));
        page.forEach(list::add);
        if (page.size() < after.size() && !page.isEmpty()) {
            exchange.put("Link", "<?n=%d&last=%s>; rel=\"next\"".formatted(limit, page.get(page.size() - 1)));
        }
        exchange.json(200, "application/json", body);
    }
}
