import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Starts, cannot reach its database, and says so on its health path: it never gets traffic. */
public final class Shop {
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/healthz", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(503, -1);
            }
        });
        server.start();
        System.out.println("listening on " + port);
        System.err.println("java.sql.SQLException: connection refused: 127.0.0.1:5432");
    }
}
