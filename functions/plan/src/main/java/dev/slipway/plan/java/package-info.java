/** Java: Maven, Gradle, one source file, one jar. */
@NullMarked
package dev.slipway.plan.java;

import org.jspecify.annotations.NullMarked;
