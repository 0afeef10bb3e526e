package dev.slipway.plan.java;

import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.List;
import java.util.Optional;

/** A jar that was built before. */
public final class JavaJarStack implements Stack {
    @Override
    public String name() {
        return Jdk.NAME;
    }

    @Override
    public String lookedFor() {
        return "one *.jar";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        List<String> jars = project.atRoot(".jar");
        if (jars.size() != 1) {
            return Optional.empty();
        }
        String jar = jars.get(0);
        Version version = Jdk.named(project).orElseGet(() -> Jdk.byDefault(".java-version would"));
        String dockerfile = project.dockerfile()
                .runStage(Jdk.jre(version))
                .workdir("/app")
                .env(project.env())
                .copyAll()
                .user()
                .cmd(List.of("java", "-jar", jar))
                .text();
        return Optional.of(new Detection(
                Jdk.NAME,
                version.value(),
                "one *.jar at the root, no build file",
                jar,
                dockerfile,
                List.of(),
                List.of(version.note())));
    }
}
