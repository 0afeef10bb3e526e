package dev.slipway.cli.command;

/** How a command writes its result. */
enum OutputFormat {
    /** For a person. */
    TEXT,
    /** One JSON value at the end. */
    JSON,
    /** One JSON object an event, the result last. */
    JSONL
}
