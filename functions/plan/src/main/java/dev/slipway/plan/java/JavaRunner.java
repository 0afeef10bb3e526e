package dev.slipway.plan.java;

import dev.slipway.plan.stack.Project;
import java.util.List;
import java.util.Locale;

/** What kind of runnable a build makes, and how it is told its port. */
enum JavaRunner {
    SPRING_BOOT("exec java -XX:MaxRAMPercentage=75 -Dserver.port=$PORT -jar app.jar"),
    QUARKUS("exec java -XX:MaxRAMPercentage=75 -Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT "
            + "-jar quarkus-run.jar"),
    MICRONAUT("exec java -XX:MaxRAMPercentage=75 -Dmicronaut.server.port=$PORT -jar app.jar"),
    KTOR("exec java -XX:MaxRAMPercentage=75 -jar app.jar -port=$PORT"),
    SHADED_JAR("exec java -XX:MaxRAMPercentage=75 -jar app.jar"),
    MAIN_CLASS("exec java -XX:MaxRAMPercentage=75 -cp 'app.jar:lib/*' "),
    DISTRIBUTION("MICRONAUT_SERVER_PORT=$PORT exec bin/run");

    private final String line;

    JavaRunner(String line) {
        this.line = line;
    }

    List<String> command() {
        return Project.shell(line);
    }

    List<String> command(String mainClass) {
        return Project.shell(line + mainClass);
    }

    /** Says whether it is known to listen, rather than only to run. */
    boolean isServer() {
        return compareTo(KTOR) <= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
