/** The bodies of calls to S3, read as their heads promised them: plain or in chunks, signed or not, with checksums. */
@NullMarked
package dev.slipway.local.s3.payload;

import org.jspecify.annotations.NullMarked;
