/** EventBridge: the default bus, the template's rules and their targets. */
@NullMarked
package dev.slipway.local.eventbridge;

import org.jspecify.annotations.NullMarked;
