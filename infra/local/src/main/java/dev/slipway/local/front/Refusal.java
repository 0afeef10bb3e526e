package dev.slipway.local.front;

/** Why a signature is refused, with the error code that each of AWS's protocol families has for it. */
enum Refusal {
    MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken", "AccessDenied"),
    INCOMPLETE("IncompleteSignatureException", "IncompleteSignature", "AuthorizationHeaderMalformed"),
    UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId"),
    WRONG_TOKEN("UnrecognizedClientException", "InvalidClientTokenId", "InvalidToken"),
    MISMATCH("InvalidSignatureException", "SignatureDoesNotMatch", "SignatureDoesNotMatch"),
    WRONG_TIME("InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed"),
    EXPIRED("InvalidSignatureException", "SignatureDoesNotMatch", "AccessDenied");

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
            case QUERY -> new AwsException(this == INCOMPLETE ? 400 : 403, queryCode, message);
            case S3 -> new AwsException(this == INCOMPLETE || this == WRONG_TOKEN ? 400 : 403, s3Code, message);
        };
    }
}
