/** What git says of a source, asked beside other work; nothing here ever fails a deploy or holds it up for long. */
@NullMarked
package dev.slipway.cli.git;

import org.jspecify.annotations.NullMarked;
