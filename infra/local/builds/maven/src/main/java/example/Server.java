package example;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers with what its confinement is. */
public final class Server {
    private static final String GREETING = "hello";

    private Server() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        String answer = "maven greeting=%s uid=%s root=%s tmp=%s\n".formatted(GREETING, uid, kind("/"), kind("/tmp"));
        Javalin.create(config -> config.routes.get("/", call -> call.result(answer))).start(port);
        System.out.println("maven: listening on " + port);
    }

    private static String kind(String folder) {
        return Files.isWritable(Path.of(folder)) ? "writable" : "read-only";
    }
}
