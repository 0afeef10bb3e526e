package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.waterfall.Notes;

/** Words for what the steps found, from what they answered. */
final class StepTexts {
    private String setup = "";
    private String build = "";
    private String version = "";
    private String launch = "";
    private String waiting = "";
    private int probes;

    void take(Task task, JsonNode answer) {
        switch (task) {
            case SETUP -> setup = setup(answer);
            case LOCATE_ARTIFACT ->
                build = answer.path("builder").asText() + " builder, "
                        + Notes.brief(answer.path("appDigest").asText());
            case CREATE_VERSION, ACTIVATE ->
                version = "v" + answer.path("version").asText();
            case LAUNCH -> launched(answer);
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
}
