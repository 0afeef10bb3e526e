/** The pipeline's own functions: handlers of the functions jar, run in this process in one class loader of their own. */
@NullMarked
package dev.slipway.local.lambda.zip;

import org.jspecify.annotations.NullMarked;
