/** How services keep records on disk so that a kill at any moment leaves each of them whole. */
@NullMarked
package dev.slipway.local.disk;

import org.jspecify.annotations.NullMarked;
