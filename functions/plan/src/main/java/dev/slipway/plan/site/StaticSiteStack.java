package dev.slipway.plan.site;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import java.util.List;
import java.util.Optional;

/** An index.html, at the root or in the folder that a generator wrote. */
public final class StaticSiteStack implements Stack {
    private static final String NAME = "static";
    private static final String INDEX = "index.html";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return "index.html at the root, in public/ or in dist/";
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return project.first(INDEX, "public/" + INDEX, "dist/" + INDEX).map(index -> {
            String folder = index.equals(INDEX) ? "." : index.substring(0, index.indexOf('/'));
            Dockerfile dockerfile = project.dockerfile();
            FileServer.serve(dockerfile, project, folder, false);
            return new Detection(
                    NAME,
                    null,
                    folder.equals(".") ? "an index.html at the root" : "an index.html in " + folder + "/",
                    index,
                    dockerfile.text(),
                    List.of("**/node_modules", "README.md", "LICENSE"),
                    List.of());
        });
    }
}
