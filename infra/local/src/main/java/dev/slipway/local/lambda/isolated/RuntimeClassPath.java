package dev.slipway.local.lambda.isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the class path of an isolated function: its own jar and the runtime interface client's, nothing of ours. */
public final class RuntimeClassPath {
    private static final List<String> CLIENT = List.of(
            "aws-lambda-java-runtime-interface-client-",
            "aws-lambda-java-core-",
            "aws-lambda-java-serialization-",
            "utils-lite-");

    private RuntimeClassPath() {}

    /**
     * Returns the functions jar, then the client's jars.
     *
     * @throws IOException when the folder cannot be read or has not all of them
     */
    public static List<Path> of(Path functionsJar, Path lib) throws IOException {
        List<Path> classPath = new ArrayList<>(List.of(functionsJar));
        try (Stream<Path> jars = Files.list(lib)) {
            jars.filter(RuntimeClassPath::isOfClient).sorted().forEach(classPath::add);
        }
        if (classPath.size() <= CLIENT.size()) {
            throw new IOException(
                    "failed to find the Lambda runtime interface client in " + lib + ": it needs " + CLIENT);
        }
        return classPath;
    }

    private static boolean isOfClient(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return name.endsWith(".jar") && CLIENT.stream().anyMatch(name::startsWith);
    }
}
