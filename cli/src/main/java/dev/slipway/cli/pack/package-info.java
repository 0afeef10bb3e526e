/** Packs a folder into the archive that a deployment builds from: the same tree gives the same bytes. */
@NullMarked
package dev.slipway.cli.pack;

import org.jspecify.annotations.NullMarked;
