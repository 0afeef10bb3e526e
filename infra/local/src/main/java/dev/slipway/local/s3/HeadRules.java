package dev.slipway.local.s3;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.SignedCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What S3 refuses for the head of a call alone, beyond its signature. */
final class HeadRules {
    private static final String METADATA = "x-amz-meta-";
    private static final int MAX_METADATA = 2048;
    private static final List<String> CHANGES = List.of("PUT", "POST");

    private HeadRules() {}

    /**
     * Checks a head.
     *
     * @throws AwsException where S3 would not go on
     */
    static void check(SignedCall call) {
        checkText(call);
        checkAcl(call);
        checkTarget(call);
        checkConditions(call);
        if (metadataSize(call.headers()) > MAX_METADATA) {
            throw new AwsException(
                    400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        }
    }

    private static void checkText(SignedCall call) {
        if (!fitsXml(call.decodedPath())) {
            throw new AwsException(400, "InvalidURI", "The URI has a character that XML cannot carry.");
        }
        call.parameters().forEach((name, values) -> {
            if (!fitsXml(name) || !values.stream().allMatch(HeadRules::fitsXml)) {
                throw new AwsException(
                        400, "InvalidArgument", "A query parameter has a character that XML cannot carry.");
            }
        });
    }

    /** Refuses the conditions of a write that would go unheard. */
    private static void checkConditions(SignedCall call) {
        Optional<String> none = call.header("if-none-match");
        boolean copy = call.header("x-amz-copy-source").isPresent()
                && (none.isPresent() || call.header("if-match").isPresent());
        if (CHANGES.contains(call.method()) && (copy || !none.orElse("*").equals("*"))) {
            throw new AwsException(
                    501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
    }

    /** A multipart upload is one of an object. */
    private static void checkTarget(SignedCall call) {
        int key = call.decodedPath().indexOf('/', 1) + 1;
        boolean multipart = call.parameter("uploads").isPresent()
                || call.parameter("uploadId").isPresent();
        if (call.method().equals("POST")
                && multipart
                && (key == 0 || key == call.decodedPath().length())) {
            throw new AwsException(
                    405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
    }

    /** Everything is the account's alone, as in a bucket of S3 where nobody asked for more. */
    private static void checkAcl(SignedCall call) {
        boolean document = call.method().equals("PUT")
                && call.parameter("acl").isPresent()
                && !call.header("content-length").orElse("0").equals("0");
        if (document || !call.header("x-amz-acl").orElse("private").equals("private")) {
            throw new AwsException(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    private static int metadataSize(Map<String, String> headers) {
        int size = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().startsWith(METADATA)) {
                size += utf8Length(header.getKey()) - METADATA.length() + utf8Length(header.getValue());
            }
        }
        return size;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Tells whether an XML 1.0 document can say a text, as each listing does of keys, prefixes and markers. */
    private static boolean fitsXml(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= ' ' && c <= 0xD7FF)
                        || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF));
    }
}
