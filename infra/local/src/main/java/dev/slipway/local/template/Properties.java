package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one resource, which remember what was read: what is implemented is what gets read, so the two
 * cannot drift apart. {@link #refuseUnread()} ends the reading.
 */
final class Properties {
    private final String path;
    private final Node.Fields map;
    private final Resolver resolver;
    private final Set<String> read = new HashSet<>();
    private final List<Properties> parts = new ArrayList<>();

    /** Reads a map at a path such as {@code AWS::S3::Bucket.BucketEncryption}. */
    Properties(String path, Node.Fields map, Resolver resolver) {
        this.path = path;
        this.map = map;
        this.resolver = resolver;
    }

    Place place() {
        return map.place();
    }

    Optional<JsonNode> json(String name) {
        Node node = take(name);
        return node == null ? Optional.empty() : Optional.ofNullable(resolver.resolve(node));
    }

    Optional<String> optional(String name) {
        Node node = take(name);
        return node == null ? Optional.empty() : Optional.of(resolver.text(node));
    }

    String text(String name) {
        return optional(name)
                .orElseThrow(() -> new TemplateException(place(), "property missing: " + path + "." + name));
    }

    int number(String name, int otherwise) {
        return optional(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,9}")) {
                        throw new TemplateException(placeOf(name), path + "." + name + " must be a whole number");
                    }
                    return Integer.parseInt(text);
                })
                .orElse(otherwise);
    }

    boolean flag(String name) {
        return optional(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** Returns a map of texts in this one, such as environment variables; empty where there is none. */
    Map<String, String> texts(String name) {
        Properties part = under(name);
        Map<String, String> texts = new LinkedHashMap<>();
        part.map.fields().keySet().forEach(key -> part.optional(key).ifPresent(value -> texts.put(key, value)));
        return texts;
    }

    /** Returns a map of maps, such as events by their names; empty where there is none. */
    Map<String, Properties> parts(String name) {
        Properties part = under(name);
        Map<String, Properties> found = new LinkedHashMap<>();
        part.map.fields().keySet().forEach(key -> found.put(key, part.under(key, path + "." + name)));
        return found;
    }

    /** Returns a map in this one; an empty one where there is none. */
    Properties under(String name) {
        return under(name, path + "." + name);
    }

    /** Returns a list of maps. */
    List<Properties> items(String name) {
        Node node = take(name);
        List<Properties> items = new ArrayList<>();
        if (node instanceof Node.Items list) {
            for (Node item : list.items()) {
                Node reduced = resolver.reduce(item);
                if (reduced != null) {
                    items.add(part(path + "." + name, fields(reduced)));
                }
            }
        } else if (node != null) {
            throw new TemplateException(node.place(), path + "." + name + " must be a list");
        }
        return items;
    }

    /** Refuses what nobody read and the list of {@link NoLocalEffect} does not name. */
    void refuseUnread() {
        map.fields().forEach((name, node) -> {
            String property = path + "." + name;
            if (!read.contains(name)) {
                if (!NoLocalEffect.covers(property)) {
                    throw new TemplateException(node.place(), "property not implemented: " + property);
                }
                // On AWS a mistake in it would be found, so it is found here.
                resolver.resolve(node);
            }
        });
        parts.forEach(Properties::refuseUnread);
    }

    /** Where a property stands, or its resource where there is none. */
    Place placeOf(String name) {
        Node node = map.fields().get(name);
        return node == null ? place() : node.place();
    }

    private Properties under(String name, String partPath) {
        Node node = take(name);
        return part(partPath, node == null ? new Node.Fields(place(), Map.of()) : fields(node));
    }

    private Properties part(String partPath, Node.Fields fields) {
        Properties part = new Properties(partPath, fields, resolver);
        parts.add(part);
        return part;
    }

    private @Nullable Node take(String name) {
        read.add(name);
        Node node = map.fields().get(name);
        return node == null ? null : resolver.reduce(node);
    }

    private Node.Fields fields(Node node) {
        if (node instanceof Node.Fields fields) {
            return fields;
        }
        throw new TemplateException(node.place(), "must be a map: " + path);
    }
}
