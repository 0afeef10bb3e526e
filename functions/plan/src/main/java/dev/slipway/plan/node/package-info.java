/** Node and Bun: what package.json and the lock files say. */
@NullMarked
package dev.slipway.plan.node;

import org.jspecify.annotations.NullMarked;
