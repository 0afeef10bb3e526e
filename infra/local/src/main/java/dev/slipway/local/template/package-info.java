/**
 * Reads infra/template.yaml as CloudFormation and SAM do, so that the local cloud stands up what AWS would. What it does
 * not implement it refuses, with the name and the line; what has no effect here stands in one closed list,
 * {@code NoLocalEffect}.
 */
@NullMarked
package dev.slipway.local.template;

import org.jspecify.annotations.NullMarked;
