/** report_spans: exports the spans of clients that have no collector of their own. */
@NullMarked
package dev.slipway.steps.reportspans;

import org.jspecify.annotations.NullMarked;
