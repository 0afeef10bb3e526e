/** Static sites: files, and a small server that hands them out. */
@NullMarked
package dev.slipway.plan.site;

import org.jspecify.annotations.NullMarked;
