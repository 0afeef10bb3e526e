package dev.slipway.local.front;

import dev.slipway.local.iam.Access;
import java.util.List;

/** An AWS service as the front door sees it: calls that are signed and allowed, in its own wire protocol. */
public interface AwsService {

    /** Names the service as a credential scope does: {@code states}, {@code lambda}, {@code codebuild}. */
    String signingName();

    /**
     * Tells what a call needs to be allowed, by the actions and resources of AWS's Service Authorization Reference.
     *
     * @return nothing for a call that everybody may make
     * @throws AwsException where there is no such operation
     */
    List<Access> accesses(AwsRequest request);

    /**
     * Answers one call; several at once.
     *
     * @throws AwsException what the service refuses; the front door encodes it for the protocol of the call
     */
    AwsResponse handle(AwsRequest request);
}
