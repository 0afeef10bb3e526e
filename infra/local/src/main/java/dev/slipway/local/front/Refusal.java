package dev.slipway.local.front;

/** Why a call is refused before its service sees it, with the error code of each of AWS's protocol families. */
enum Refusal {
    MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken", "AccessDenied"),
    UNSUPPORTED("IncompleteSignatureException", "IncompleteSignature", "InvalidRequest"),
    TWICE("IncompleteSignatureException", "IncompleteSignature", "InvalidArgument"),
    INCOMPLETE("IncompleteSignatureException", "IncompleteSignature", "AuthorizationHeaderMalformed"),
    INCOMPLETE_URL("IncompleteSignatureException", "IncompleteSignature", "AuthorizationQueryParametersError"),
    UNSIGNED_HEADER("IncompleteSignatureException", "IncompleteSignature", "AccessDenied"),
    UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId"),
    WRONG_TOKEN("UnrecognizedClientException", "InvalidClientTokenId", "InvalidToken"),
    MISMATCH("InvalidSignatureException", "SignatureDoesNotMatch", "SignatureDoesNotMatch"),
    WRONG_TIME("InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed"),
    WRONG_TIME_FOR_URL("InvalidSignatureException", "SignatureDoesNotMatch", "AccessDenied"),
    DENIED("AccessDeniedException", "AccessDenied", "AccessDenied");

    private final String jsonCode;
    private final String queryCode;
    private final String s3Code;

    Refusal(String jsonCode, String queryCode, String s3Code) {
        this.jsonCode = jsonCode;
        this.queryCode = queryCode;
        this.s3Code = s3Code;
    }

    AwsException in(WireProtocol protocol, String message) {
        return switch (protocol) {
            // AWS JSON services answer 400 where the others answer 403.
            case JSON -> new AwsException(400, jsonCode, message);
            case REST_JSON -> new AwsException(403, jsonCode, message);
            case QUERY -> new AwsException(queryCode.equals("IncompleteSignature") ? 400 : 403, queryCode, message);
            case S3 -> new AwsException(s3Status(), s3Code, message);
        };
    }

    private int s3Status() {
        return switch (this) {
            case UNSUPPORTED, TWICE, INCOMPLETE, INCOMPLETE_URL, WRONG_TOKEN -> 400;
            case MISSING, UNSIGNED_HEADER, UNKNOWN_KEY, MISMATCH, WRONG_TIME, WRONG_TIME_FOR_URL, DENIED -> 403;
        };
    }
}
