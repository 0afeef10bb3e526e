package dev.slipway.plan.java;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A build.gradle or build.gradle.kts, of which only what it applies and which Java it asks for is looked at. */
record GradleScript(String file, String text) {
    /** By id, and by the usual names in a version catalog. The order decides where one has several. */
    private static final Map<JavaRunner, Pattern> PLUGINS = Map.of(
            JavaRunner.SPRING_BOOT, Pattern.compile("org\\.springframework\\.boot\\b|plugins\\.spring[.]?[bB]oot"),
            JavaRunner.QUARKUS, Pattern.compile("['\"]io\\.quarkus['\"]|plugins\\.quarkus"),
            JavaRunner.KTOR, Pattern.compile("['\"]io\\.ktor\\.plugin['\"]|plugins\\.ktor"),
            JavaRunner.SHADED_JAR,
                    Pattern.compile("['\"]com\\.(?:gradleup|github\\.johnrengelman)\\.shadow['\"]|plugins\\.shadow"),
            JavaRunner.DISTRIBUTION,
                    Pattern.compile("['\"]application['\"]|(?m)^\\s*application\\s*$|io\\.micronaut\\.application"));

    private static final Pattern TOOLCHAIN =
            Pattern.compile("(?:JavaLanguageVersion\\.of|jvmToolchain)\\s*\\(\\s*['\"]?(\\d{1,2})");
    private static final Pattern COMPATIBILITY =
            Pattern.compile("(?:sourceCompatibility|targetCompatibility|options\\.release)[\\s.set(=]*"
                    + "(?:JavaVersion\\.VERSION_)?['\"]?(?:1[._])?(\\d{1,2})");

    Optional<JavaRunner> runner() {
        String applied = text.replaceAll("(?m)^\\s*//.*$|^.*apply[ (]*false.*$", "");
        for (JavaRunner runner : JavaRunner.values()) {
            Pattern plugin = PLUGINS.get(runner);
            if (plugin != null && plugin.matcher(applied).find()) {
                return Optional.of(runner);
            }
        }
        return Optional.empty();
    }

    /** Returns the JDK that a toolchain asks for to the letter. */
    Optional<String> toolchain() {
        return first(TOOLCHAIN);
    }

    /** Returns the release that is compiled for. */
    Optional<String> release() {
        return first(COMPATIBILITY);
    }

    private Optional<String> first(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
