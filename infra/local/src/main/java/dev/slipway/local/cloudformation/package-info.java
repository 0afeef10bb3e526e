/** CloudFormation: the one stack that the template declares, described but never changed. */
@NullMarked
package dev.slipway.local.cloudformation;

import org.jspecify.annotations.NullMarked;
