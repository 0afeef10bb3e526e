/** The deployed apps: processes or containers that run function versions, and the way requests reach them. */
@NullMarked
package dev.slipway.local.lambda.app;

import org.jspecify.annotations.NullMarked;
