/** What every handler does around its step: decode, join the trace, encode, fail in the form that the workflow reads. */
@NullMarked
package dev.slipway.steps.handler;

import org.jspecify.annotations.NullMarked;
