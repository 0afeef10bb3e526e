/** What a deployment costs on AWS. */
@NullMarked
package dev.slipway.cli.cost;

import org.jspecify.annotations.NullMarked;
