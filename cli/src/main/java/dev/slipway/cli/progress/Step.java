package dev.slipway.cli.progress;

import java.util.Locale;

/** What a person sees a deployment, a bootstrap or a teardown do. */
public enum Step {
    LOCAL_CLOUD("start local cloud"),
    UPLOAD("pack and upload"),
    SETUP("setup"),
    BUILD("build"),
    VERSION("version"),
    LAUNCH("launch"),
    CODE("upload code"),
    COMPARE("compare"),
    STACK("stack"),
    APPS("apps"),
    IMAGES("images"),
    BUCKET("bucket");

    private final String label;

    Step(String label) {
        this.label = label;
    }

    /** Returns the words for a terminal. */
    public String label() {
        return label;
    }

    /** Returns one word for a log or a script. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
