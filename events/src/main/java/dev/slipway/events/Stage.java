package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonValue;

/** The phases of a deploy that a person sees, by the id that records, failures and spans use for them. */
public enum Stage {
    CREATE_DEPLOYMENT("create_deployment"),
    UPLOAD("upload"),
    SETUP("setup"),
    BUILDKIT("buildkit"),
    LOCATE_ARTIFACT("locate_artifact"),
    CREATE_VERSION("create_version"),
    ACTIVATE("activate"),
    LAUNCH("launch");

    private final String id;

    Stage(String id) {
        this.id = id;
    }

    /** Returns the id in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return id;
    }
}
