package dev.slipway.plan.site;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.stack.Project;
import java.util.List;

/**
 * Serves a folder with Caddy, which needs no writable file system, no root, and one flag for its port.
 *
 * @see <a href="https://caddyserver.com/docs/caddyfile">the Caddyfile</a>
 */
public final class FileServer {
    private static final String IMAGE = "caddy:2-alpine";

    private FileServer() {}

    /**
     * Writes the stage that serves.
     *
     * @param folder in the stage that builds, or {@code .} for a folder of the context
     * @param singlePage whether paths that are no files are left to the page, which has a router of its own
     */
    public static void serve(Dockerfile dockerfile, Project project, String folder, boolean singlePage) {
        dockerfile
                .runStage(IMAGE)
                .comment("The binary's file capability would keep it from starting where a sandbox grants none.")
                .run("setcap -r /usr/bin/caddy && printf '%s\\n' " + String.join(" ", caddyfile(singlePage))
                        + " > /etc/caddy/Caddyfile")
                .workdir("/srv")
                .env(project.env("XDG_CONFIG_HOME", "/tmp", "XDG_DATA_HOME", "/tmp"));
        if (folder.startsWith("/")) {
            dockerfile.copyBuilt(folder, "./");
        } else {
            dockerfile.copy(List.of(folder), "./");
        }
        dockerfile.user().cmd(List.of("caddy", "run", "--config", "/etc/caddy/Caddyfile"));
    }

    private static List<String> caddyfile(boolean singlePage) {
        String fallback = singlePage ? " /index.html" : "";
        return List.of(
                "'{'",
                "'  admin off'",
                "'  auto_https off'",
                "'  persist_config off'",
                "'}'",
                "':{$PORT} {'",
                "'  root * /srv'",
                "'  encode zstd gzip'",
                "'  try_files {path} {path}.html {path}/index.html" + fallback + "'",
                "'  file_server'",
                "'}'");
    }
}
