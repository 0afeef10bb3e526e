package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.progress.Step;

/** Words for what the steps found, from what they answered. */
final class StepTexts {
    private static final int DIGEST_PREFIX = 4;

    private String setup = "";
    private String build = "";
    private String version = "";
    private String launch = "";
    private String waiting = "";
    private int probes;

    void take(String state, JsonNode answer) {
        switch (state) {
            case "Setup" -> setup = setup(answer);
            case "LocateArtifact" ->
                build = answer.path("builder").asText() + " builder, "
                        + shortDigest(answer.path("appDigest").asText());
            case "CreateVersion" -> version = "v" + answer.path("version").asText();
            case "Activate" -> version = "v" + answer.path("version").asText();
            case "Launch" -> launched(answer);
            default -> {}
        }
    }

    String of(Step step) {
        return switch (step) {
            case SETUP -> setup;
            case BUILD -> build;
            case VERSION -> version;
            case LAUNCH -> launch;
            default -> "";
        };
    }

    /** Returns the words for a step that has failed, from the cause that the record gives. */
    String failed(Step step, String cause) {
        return step == Step.LAUNCH && probes > 0
                ? cause + " (" + count() + "); " + (version.isEmpty() ? "it" : version) + " got no traffic"
                : cause;
    }

    String waiting() {
        return waiting;
    }

    private void launched(JsonNode answer) {
        probes = answer.path("probes").asInt();
        launch = "healthy after " + count() + ", traffic moved" + (version.isEmpty() ? "" : " to " + version);
        waiting = probes == 0 ? "starting" : "not healthy yet, " + count();
    }

    private String count() {
        return probes == 1 ? "1 probe" : probes + " probes";
    }

    private static String setup(JsonNode answer) {
        String stack = answer.path("stack").asText();
        String stackVersion = answer.path("stackVersion").asText("");
        String rule = answer.path("rule").asText();
        return stack
                + (stackVersion.isEmpty() || stackVersion.equals("null") ? "" : " " + stackVersion)
                + (rule.isEmpty() ? "" : " (rule: " + rule + ")");
    }

    private static String shortDigest(String digest) {
        int hex = digest.indexOf(':') + 1;
        return digest.length() < hex + 2 * DIGEST_PREFIX
                ? digest
                : digest.substring(0, hex + DIGEST_PREFIX) + "…" + digest.substring(digest.length() - DIGEST_PREFIX);
    }
}
