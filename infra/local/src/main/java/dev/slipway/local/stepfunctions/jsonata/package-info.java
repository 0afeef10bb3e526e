/**
 * JSONata as Step Functions has it: expressions in {@code {% %}}, the reserved variable {@code $states}, AWS's own
 * functions, and bounds on time and depth.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with
 *     JSONata</a>
 */
@NullMarked
package dev.slipway.local.stepfunctions.jsonata;

import org.jspecify.annotations.NullMarked;
