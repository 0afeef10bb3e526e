/** Says how a source tree is built: the stack it is made of, its Dockerfile and its settings. */
@NullMarked
package dev.slipway.plan;

import org.jspecify.annotations.NullMarked;
