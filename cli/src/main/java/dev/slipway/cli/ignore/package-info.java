/** Which files of a folder belong to its source: the ignore rules of git, Docker and Slipway, and secrets. */
@NullMarked
package dev.slipway.cli.ignore;

import org.jspecify.annotations.NullMarked;
