/** Asynchronous invocations: events that are on disk before they are accepted, and retried as Lambda does. */
@NullMarked
package dev.slipway.local.lambda.async;

import org.jspecify.annotations.NullMarked;
