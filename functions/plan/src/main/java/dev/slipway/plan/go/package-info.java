/** Go: go.mod, and where package main is. */
@NullMarked
package dev.slipway.plan.go;

import org.jspecify.annotations.NullMarked;
