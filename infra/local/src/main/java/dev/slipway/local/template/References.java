package dev.slipway.local.template;

/** What Ref and GetAtt answer. */
interface References {

    /** Answers {@code !Ref name} for a parameter, a pseudo parameter or a resource. */
    String ref(String name, Place place);

    /** Answers {@code !GetAtt resource.attribute}. */
    String attribute(String resource, String attribute, Place place);
}
