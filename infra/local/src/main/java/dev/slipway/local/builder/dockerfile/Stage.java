package dev.slipway.local.builder.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * A stage: its FROM and what follows.
 *
 * @param index from 0
 * @param base what FROM names, variables not yet replaced
 * @param platform of FROM, variables not yet replaced
 */
public record Stage(
        int index,
        Optional<String> name,
        String base,
        Optional<String> platform,
        Instruction from,
        List<Instruction> instructions) {

    public Stage {
        instructions = List.copyOf(instructions);
    }
}
