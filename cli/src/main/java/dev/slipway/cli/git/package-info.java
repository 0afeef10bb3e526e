/** What git says of a source, read from its files: no git process, and nothing here ever fails a deploy. */
@NullMarked
package dev.slipway.cli.git;

import org.jspecify.annotations.NullMarked;
