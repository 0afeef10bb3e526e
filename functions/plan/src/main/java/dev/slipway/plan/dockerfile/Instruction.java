package dev.slipway.plan.dockerfile;

/**
 * An instruction of a Dockerfile.
 *
 * @param line where it begins, from 1
 * @param keyword in upper case
 * @param operands the rest, continued lines joined by a space
 */
record Instruction(int line, String keyword, String operands) {}
