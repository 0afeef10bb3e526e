/** CloudWatch Logs: groups and streams on disk, and the calls that read them. */
@NullMarked
package dev.slipway.local.logs;

import org.jspecify.annotations.NullMarked;
