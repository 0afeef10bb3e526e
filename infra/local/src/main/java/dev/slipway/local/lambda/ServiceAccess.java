package dev.slipway.local.lambda;

import dev.slipway.local.lambda.image.ImageReference;

/** What the policies of others let Lambda itself do. */
public interface ServiceAccess {

    /** Says whether an image may become the code of a function, by the policy of its repository. */
    boolean pulls(String functionArn, ImageReference image);

    /** Says whether a function may run as a role, by whom the role trusts. */
    boolean assumes(String roleArn);
}
