package dev.slipway.local.front;

/** Why a signature is refused, with the error code that each of AWS's protocol families has for it. */
enum Refusal {
    MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken"),
    INCOMPLETE("IncompleteSignatureException", "IncompleteSignature"),
    UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId"),
    WRONG_TOKEN("UnrecognizedClientException", "InvalidClientTokenId"),
    MISMATCH("InvalidSignatureException", "SignatureDoesNotMatch"),
    WRONG_TIME("InvalidSignatureException", "SignatureDoesNotMatch");

    private final String jsonCode;
    private final String queryCode;

    Refusal(String jsonCode, String queryCode) {
        this.jsonCode = jsonCode;
        this.queryCode = queryCode;
    }

    AwsException in(WireProtocol protocol, String message) {
        return switch (protocol) {
            // AWS JSON services answer 400 where the others answer 403.
            case JSON -> new AwsException(400, jsonCode, message);
            case REST_JSON -> new AwsException(403, jsonCode, message);
            case QUERY -> new AwsException(this == INCOMPLETE ? 400 : 403, queryCode, message);
        };
    }
}
