package dev.slipway.local.s3;

import dev.slipway.local.front.SignedCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A verified request as S3Proxy may see it: path and parameters as they were signed, and nothing of the signature or of
 * how the body came. A servlet container would look for parameters in a body that says it is a form, too, and an object
 * may well say that.
 */
final class S3Request extends HttpServletRequestWrapper {
    private static final Set<String> HIDDEN_HEADERS = Set.of(
            "authorization",
            "transfer-encoding",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-security-token",
            "x-amz-trailer");
    private static final Set<String> HIDDEN_PARAMETERS = Set.of(
            "Expires",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-Security-Token",
            "X-Amz-Signature",
            "X-Amz-SignedHeaders");
    private static final String LENGTH = "Content-Length";

    private final String path;
    private final Map<String, List<String>> parameters;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Shows a request.
     *
     * @param length of the decoded body; negative where there is none
     */
    S3Request(HttpServletRequest request, SignedCall call, long length) {
        super(request);
        path = call.encodedPath();
        parameters = new LinkedHashMap<>(call.parameters());
        parameters.keySet().removeAll(HIDDEN_PARAMETERS);
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!HIDDEN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, new ArrayList<>(Collections.list(request.getHeaders(name))));
            }
        }
        if (length >= 0) {
            headers.put(LENGTH, List.of(Long.toString(length)));
        }
    }

    /** Returns whether the body becomes an object or a part, rather than saying what to do. */
    boolean isUpload() {
        boolean key = path.indexOf('/', 1) > 0 && path.indexOf('/', 1) < path.length() - 1;
        return getMethod().equals("PUT")
                && key
                && !parameters.containsKey("acl")
                && !headers.containsKey("x-amz-copy-source");
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public long getContentLengthLong() {
        String length = getHeader(LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public @Nullable String getHeader(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.enumeration(headers.getOrDefault(name, List.of()));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(headers.keySet());
    }

    @Override
    public @Nullable String getParameter(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> map = new LinkedHashMap<>();
        parameters.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
        return map;
    }
}
