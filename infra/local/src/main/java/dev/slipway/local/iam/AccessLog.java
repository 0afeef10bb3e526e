package dev.slipway.local.iam;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes to a file which permission is used for what, one JSON object a line, as CloudTrail and IAM Access Analyzer tell
 * it of an account: first every statement with its actions, then every evaluation with the statements that decided it.
 */
public final class AccessLog implements AccessRecorder, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BufferedWriter out;

    /** Opens a file to append to. */
    public AccessLog(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void granted(String principal, Statement statement) {
        ObjectNode line = JSON.createObjectNode().put("principal", principal).put("granted", statement.name());
        ArrayNode actions = line.putArray("actions");
        statement.actions().forEach(action -> actions.add(action.toString()));
        write(line);
    }

    @Override
    public void evaluated(String principal, Access access, Decision decision) {
        ObjectNode line = JSON.createObjectNode()
                .put("principal", principal)
                .put("action", access.action())
                .put("resource", access.resource())
                .put("allowed", decision.allowed());
        ArrayNode statements = line.putArray("statements");
        decision.statements().forEach(statements::add);
        write(line);
    }

    private synchronized void write(ObjectNode line) {
        try {
            out.append(line.toString()).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the access log: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
