/**
 * The store as S3Proxy wants it: in the types of the AWS SDK. The name of this package matters. S3Proxy tells by it
 * that a store judges the conditions of puts, completions and deletes itself, as the one in front of the real S3 does;
 * behind any other name it would judge them first and lose updates in between.
 */
@NullMarked
package dev.slipway.local.s3.awssdk;

import org.jspecify.annotations.NullMarked;
