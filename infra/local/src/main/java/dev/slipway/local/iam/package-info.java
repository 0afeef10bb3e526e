/**
 * IAM: what the template's policies let each principal do. Every call to the local cloud, and what AWS's services do for
 * one another, is evaluated by them, so that a missing permission is found here and not in the account of a user.
 */
@NullMarked
package dev.slipway.local.iam;

import org.jspecify.annotations.NullMarked;
