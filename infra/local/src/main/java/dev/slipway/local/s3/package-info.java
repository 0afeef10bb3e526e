/** S3: S3Proxy speaks the protocol, on a port of its own; the objects are ours. */
@NullMarked
package dev.slipway.local.s3;

import org.jspecify.annotations.NullMarked;
