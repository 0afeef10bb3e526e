package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of a home, chosen at its first start and kept, so that exports, image references and bookmarks hold across
 * restarts. They are known before anything listens, so the services can start side by side.
 */
record Ports(int front, int s3, int registry, int otlp, int builder) {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the ports of a home; one that another program has taken since is replaced. */
    static Ports reserve(Path file) throws IOException {
        JsonNode known = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        ObjectNode chosen = JSON.createObjectNode();
        for (String name : new String[] {"front", "s3", "registry", "otlp", "builder"}) {
            chosen.put(name, free(name, known.path(name).asInt(0)));
        }
        if (!chosen.equals(known)) {
            WholeFile.write(file, JSON.writeValueAsBytes(chosen));
        }
        return new Ports(
                chosen.path("front").asInt(),
                chosen.path("s3").asInt(),
                chosen.path("registry").asInt(),
                chosen.path("otlp").asInt(),
                chosen.path("builder").asInt());
    }

    private static int free(String name, int wanted) throws IOException {
        try {
            return bindOnce(wanted);
        } catch (IOException taken) {
            int other = bindOnce(0);
            LOG.warn("port {} of {} is taken by another program; it is {} now", wanted, name, other);
            return other;
        }
    }

    private static int bindOnce(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
