/** The command's and the functions' code against clouds that others wrote: the same cases, one endpoint each. */
@NullMarked
package dev.slipway.cli.emulator;

import org.jspecify.annotations.NullMarked;
