/** Amazon ECR: the calls that name, list and delete images of the local registry, and its authorization tokens. */
@NullMarked
package dev.slipway.local.ecr;

import org.jspecify.annotations.NullMarked;
