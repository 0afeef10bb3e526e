/** What an invocation is, whoever runs it: the request, its outcome, its error payloads and its log lines. */
@NullMarked
package dev.slipway.local.lambda.invoke;

import org.jspecify.annotations.NullMarked;
