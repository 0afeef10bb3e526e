/**
 * The Amazon States Language with JSONata: reads a definition into records, and refuses with its place what the local
 * cloud would not run as AWS does.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
@NullMarked
package dev.slipway.local.stepfunctions.asl;

import org.jspecify.annotations.NullMarked;
