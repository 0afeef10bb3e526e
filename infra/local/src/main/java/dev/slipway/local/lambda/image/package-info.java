/** Container images as Lambda takes them: references, manifests, and unpacked roots. */
@NullMarked
package dev.slipway.local.lambda.image;

import org.jspecify.annotations.NullMarked;
