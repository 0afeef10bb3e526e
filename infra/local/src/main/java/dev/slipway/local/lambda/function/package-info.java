/** Functions as Lambda keeps them: configurations, published versions, aliases, URLs and policies, stored on disk. */
@NullMarked
package dev.slipway.local.lambda.function;

import org.jspecify.annotations.NullMarked;
