package dev.slipway.local.front;

/** An AWS service as the front door sees it: calls that have passed SigV4, in its own wire protocol. */
public interface AwsService {

    /** Names the service as a credential scope does: {@code states}, {@code lambda}, {@code codebuild}. */
    String signingName();

    /**
     * Answers one call; several at once.
     *
     * @throws AwsException what the service refuses; the front door encodes it for the protocol of the call
     */
    AwsResponse handle(AwsRequest request);
}
