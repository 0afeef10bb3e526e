package dev.slipway.plan.java;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One source file that {@code java} compiles as it starts it (JEP 330): no build, and nothing but a copy. */
public final class JavaSourceStack implements Stack {
    private static final Pattern MAIN =
            Pattern.compile("(?:^|[\\s{};])((?:(?:public|static|final|protected)\\s+)*)void\\s+main\\s*\\(");
    private static final int COMPILES_WHAT_IT_USES = 22;
    private static final int INSTANCE_MAIN = 25;

    /** A file with a main method, and where. */
    private record Main(String file, Place place) {}

    @Override
    public String name() {
        return Jdk.NAME;
    }

    @Override
    public String lookedFor() {
        return "one *.java with main";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        List<String> sources = project.atRoot(".java");
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        Version version = Jdk.named(project).orElseGet(() -> Jdk.byDefault(".java-version would"));
        List<Main> mains = sources.stream()
                .flatMap(file -> main(project, file, version).stream())
                .toList();
        if (mains.isEmpty() && project.command() == null) {
            return Optional.empty();
        }
        Optional<List<String>> found =
                mains.size() == 1 ? Optional.of(List.of("java", mains.get(0).file())) : Optional.empty();
        List<String> command = project.startedBy(found, () -> ambiguous(mains));
        if (sources.size() > 1 && version.major() < COMPILES_WHAT_IT_USES && project.command() == null) {
            throw notAlone(mains.get(0), sources, version);
        }
        String dockerfile = project.dockerfile()
                .runStage(Jdk.jdk(version))
                .workdir("/app")
                .env(project.env())
                .copyAll()
                .user()
                .cmd(command)
                .text();
        return Optional.of(new Detection(
                Jdk.NAME,
                version.value(),
                "one *.java with main, no build file",
                mains.isEmpty() ? sources.get(0) : mains.get(0).place().toString(),
                dockerfile,
                List.of("*.class"),
                List.of(version.note())));
    }

    private static Optional<Main> main(Project project, String file, Version version) {
        String text = project.text(file).orElse("");
        Matcher matcher = MAIN.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).contains("static") || version.major() >= INSTANCE_MAIN) {
                return Optional.of(new Main(file, Place.at(file, text, matcher.end())));
            }
        }
        return Optional.empty();
    }

    private static PlanException ambiguous(List<Main> mains) {
        List<String> files = mains.stream().map(Main::file).toList();
        return new PlanException(
                mains.get(1).place(),
                "more than one file has main: " + String.join(", ", files),
                "say which one in slipway.toml: [web] command = \"java " + files.get(0) + "\"");
    }

    private static PlanException notAlone(Main main, List<String> sources, Version version) {
        List<String> others = new ArrayList<>(sources);
        others.remove(main.file());
        return new PlanException(
                main.place(),
                "java " + version.value() + " compiles the one file it starts, and " + others.get(0) + " is beside it",
                "write 25 into .java-version (from 22 on it compiles what the file uses), or add a pom.xml");
    }
}
