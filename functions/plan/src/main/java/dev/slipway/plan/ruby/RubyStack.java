package dev.slipway.plan.ruby;

import dev.slipway.plan.dockerfile.Dockerfile;
import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.stack.Detection;
import dev.slipway.plan.stack.Project;
import dev.slipway.plan.stack.Stack;
import dev.slipway.plan.stack.Version;
import dev.slipway.plan.stack.VersionFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Gemfile. */
public final class RubyStack implements Stack {
    private static final String NAME = "ruby";
    private static final String GEMFILE = "Gemfile";
    private static final String LOCK = "Gemfile.lock";
    private static final String RACK = "config.ru";
    private static final String RAILS = "config/application.rb";
    private static final Pattern ASKED =
            Pattern.compile("(?m)^\\s*ruby\\s*\\(?\\s*['\"][~>=\\s]*(\\d+(?:\\.\\d+){0,2})");
    private static final Pattern LOCKED = Pattern.compile("(?m)^RUBY VERSION\\s+ruby (\\d+\\.\\d+\\.\\d+)");

    /** What runs, and the file that says so. */
    private record Entry(String kind, String file, List<String> command) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String lookedFor() {
        return GEMFILE;
    }

    @Override
    public Optional<Detection> detect(Project project) {
        return project.text(GEMFILE).map(gemfile -> detect(project, gemfile));
    }

    private static Detection detect(Project project, String gemfile) {
        String lock = project.text(LOCK).orElse("");
        Version version = version(project, gemfile, lock);
        Optional<Entry> entry = entry(project, gemfile + lock);
        List<String> command = project.startedBy(entry.map(Entry::command), RubyStack::noEntry);
        boolean rails = project.has(RAILS);
        Dockerfile dockerfile = built(project, version, !lock.isEmpty());
        if (rails && (gemfile + lock).matches("(?s).*\\b(?:sprockets|propshaft)\\b.*")) {
            dockerfile.run("SECRET_KEY_BASE_DUMMY=1 RAILS_ENV=production bundle exec rails assets:precompile");
        }
        dockerfile.runStage("ruby:" + version.value() + "-slim").workdir("/app").env(environment(project, rails));
        dockerfile
                .copyBuilt("/bundle", "/bundle/")
                .copyBuilt("/app", "./")
                .user()
                .cmd(command);
        List<String> notes = new ArrayList<>(List.of(version.note()));
        if (lock.isEmpty()) {
            notes.add("there is no Gemfile.lock: two builds may take different versions of gems");
        }
        return new Detection(
                NAME,
                version.value(),
                "Gemfile, " + entry.map(Entry::kind).orElse("a command"),
                entry.map(Entry::file).orElse(GEMFILE),
                dockerfile.text(),
                List.of(".bundle", "log", "tmp", "vendor/bundle", "**/node_modules"),
                notes);
    }

    private static Version version(Project project, String gemfile, String lock) {
        return VersionFiles.find(project, NAME, 3, List.of(NAME), ".ruby-version")
                .or(() -> first(LOCKED, lock).map(value -> Version.from(NAME, value, LOCK, value)))
                .or(() -> first(ASKED, gemfile).map(value -> Version.from(NAME, value, GEMFILE, value)))
                .orElseGet(() -> Version.byDefault(NAME, "3.4", ".ruby-version would"));
    }

    private static Optional<Entry> entry(Project project, String gems) {
        if (project.has(RAILS)) {
            // The process id would otherwise go to tmp/, which cannot be written to when the app runs.
            String line = "exec bundle exec rails server -b 0.0.0.0 -p $PORT -P /tmp/server.pid";
            return Optional.of(new Entry("rails", RAILS, Project.shell(line)));
        }
        if (project.has(RACK)) {
            String server = gems.contains("puma")
                    ? "exec bundle exec puma -b tcp://0.0.0.0:$PORT " + RACK
                    : "exec bundle exec rackup -o 0.0.0.0 -p $PORT " + RACK;
            return Optional.of(new Entry("rack", RACK, Project.shell(server)));
        }
        return project.first("app.rb", "server.rb", "main.rb")
                .map(file -> new Entry(file, file, List.of("bundle", "exec", "ruby", file)));
    }

    private static Dockerfile built(Project project, Version version, boolean locked) {
        Dockerfile dockerfile = project.dockerfile()
                .buildStage("ruby:" + version.value())
                .workdir("/app")
                .env(bundler(locked))
                .copy(project.present(GEMFILE, LOCK, ".ruby-version", ".tool-versions"), "./")
                .comment("The cache holds the gems as they were downloaded, the layer as they were installed.")
                .runAll(
                        List.of(
                                "mkdir -p /bundle",
                                "BUNDLE_USER_CACHE=/cache BUNDLE_GLOBAL_GEM_CACHE=true bundle install"),
                        project.cache("bundler", "/cache"));
        return dockerfile.copyAll().arguments();
    }

    private static Map<String, String> bundler(boolean locked) {
        Map<String, String> env = new TreeMap<>();
        env.put("BUNDLE_PATH", "/bundle");
        env.put("BUNDLE_WITHOUT", "development:test");
        if (locked) {
            env.put("BUNDLE_FROZEN", "true");
        }
        return env;
    }

    private static Map<String, String> environment(Project project, boolean rails) {
        Map<String, String> env = project.env(
                "BUNDLE_PATH",
                "/bundle",
                "BUNDLE_WITHOUT",
                "development:test",
                "HOME",
                "/tmp",
                "RACK_ENV",
                "production");
        env.put("APP_ENV", "production");
        if (rails) {
            env.put("RAILS_ENV", "production");
            env.put("RAILS_LOG_TO_STDOUT", "1");
            env.put("RAILS_SERVE_STATIC_FILES", "1");
            env.put("BOOTSNAP_CACHE_DIR", "/tmp");
            env.put("PIDFILE", "/tmp/server.pid");
        }
        return env;
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static PlanException noEntry() {
        return new PlanException(
                Place.of(GEMFILE),
                "says no way to start it: no config/application.rb, no config.ru, no app.rb beside it",
                "add a config.ru, or a Procfile with a line web: bundle exec …");
    }
}
