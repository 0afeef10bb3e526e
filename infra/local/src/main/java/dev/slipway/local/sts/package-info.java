/** STS: who am I, and the credentials of a role. */
@NullMarked
package dev.slipway.local.sts;

import org.jspecify.annotations.NullMarked;
