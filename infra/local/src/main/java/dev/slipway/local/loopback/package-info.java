/** HTTP servers that only this machine reaches: what every service with a port of its own stands on. */
@NullMarked
package dev.slipway.local.loopback;

import org.jspecify.annotations.NullMarked;
