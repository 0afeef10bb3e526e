/** Function URLs: one loopback port each, and the reverse proxy behind them. */
@NullMarked
package dev.slipway.local.lambda.url;

import org.jspecify.annotations.NullMarked;
