/** create_deployment: gives out an id and a sequence number, and says what to upload. */
@NullMarked
package dev.slipway.steps.createdeployment;

import org.jspecify.annotations.NullMarked;
