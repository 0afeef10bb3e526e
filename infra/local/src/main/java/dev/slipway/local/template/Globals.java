package dev.slipway.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Globals section, merged as the SAM specification says: maps are merged deep, lists are added to, and of anything
 * else the resource's own value wins. A call of a function counts as a value of its own.
 */
final class Globals {
    private static final Map<String, String> SECTIONS =
            Map.of("Function", "AWS::Serverless::Function", "StateMachine", "AWS::Serverless::StateMachine");

    private final Map<String, Node.Fields> byType = new LinkedHashMap<>();

    Globals(Node.Fields section) {
        section.fields().forEach((name, node) -> {
            String type = SECTIONS.get(name);
            if (type == null) {
                throw new TemplateException(node.place(), "section of Globals not implemented: " + name);
            }
            if (!(node instanceof Node.Fields map)) {
                throw new TemplateException(node.place(), "must be a map: " + name);
            }
            byType.put(type, map);
        });
    }

    /** Returns the properties of a resource of this type with the global ones put in. */
    Node.Fields mergedInto(String type, Node.Fields own) {
        Node.Fields global = byType.get(type);
        return global == null ? own : merge(global, own);
    }

    private static Node.Fields merge(Node.Fields global, Node.Fields own) {
        Map<String, Node> fields = new LinkedHashMap<>(global.fields());
        own.fields().forEach((name, value) -> {
            Node below = fields.get(name);
            fields.put(name, below == null ? value : merge(below, value));
        });
        return new Node.Fields(own.place(), fields);
    }

    private static Node merge(Node global, Node own) {
        if (global instanceof Node.Fields below && own instanceof Node.Fields above) {
            return merge(below, above);
        }
        if (global instanceof Node.Items below && own instanceof Node.Items above) {
            List<Node> items = new ArrayList<>(below.items());
            items.addAll(above.items());
            return new Node.Items(own.place(), items);
        }
        return own;
    }
}
