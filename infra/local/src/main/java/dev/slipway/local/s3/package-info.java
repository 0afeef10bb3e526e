/** S3, on a port of its own: calls are verified here, S3Proxy speaks the protocol, and the objects are ours. */
@NullMarked
package dev.slipway.local.s3;

import org.jspecify.annotations.NullMarked;
