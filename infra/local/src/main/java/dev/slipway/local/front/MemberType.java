package dev.slipway.local.front;

/** What a member of an input may be. */
public enum MemberType {
    STRING("a String"),
    BOOLEAN("a Boolean"),
    INTEGER("an Integer"),
    LONG("a Long"),
    /** Seconds since the epoch, with decimals. */
    TIMESTAMP("a Timestamp"),
    STRUCTURE("a Structure"),
    STRUCTURES("a List"),
    STRINGS("a List"),
    /** A map whose names are the caller's own. */
    STRINGS_BY_NAME("a Map");

    private final String article;

    MemberType(String article) {
        this.article = article;
    }

    /** Returns the name that AWS has for it, with its article. */
    String article() {
        return article;
    }
}
