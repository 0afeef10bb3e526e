/**
 * The embedded cloud, one package per AWS service. This package puts them together as infra/template.yaml says: it alone
 * knows all of them, and it alone reads the process's environment.
 */
@NullMarked
package dev.slipway.local;

import org.jspecify.annotations.NullMarked;
