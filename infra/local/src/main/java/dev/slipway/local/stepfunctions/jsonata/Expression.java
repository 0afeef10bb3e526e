package dev.slipway.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;

/** A compiled expression; one evaluation at a time, the others wait. */
final class Expression {
    /** An expression is glue between two states: a second is a thousand times what it needs. */
    private static final long MAX_MILLIS = 5_000;

    /** Deep enough for a recursion over a real document, shallow enough for the stack of a pool thread. */
    private static final int MAX_DEPTH = 400;

    private final String source;
    private final Jsonata compiled;

    private Expression(String source, Jsonata compiled) {
        this.source = source;
        this.compiled = compiled;
    }

    /**
     * Compiles what stands between the marks of an expression.
     *
     * @throws IllegalArgumentException with the JSONata error where it does not parse
     */
    static Expression compile(String source) {
        try {
            Jsonata compiled = Jsonata.jsonata(source);
            // Otherwise null and undefined are one, and undefined is an error here.
            compiled.setOutputConvertNulls(false);
            return new Expression(source, compiled);
        } catch (JException e) {
            throw new IllegalArgumentException(describe(e).substring(2), e);
        }
    }

    /**
     * Evaluates.
     *
     * @param location the field, for the message of a failure
     * @throws EvaluationException for an error, an endless expression, undefined, or what is not JSON
     */
    JsonNode evaluate(Scope scope, String location) {
        Object result;
        try {
            result = run(scope);
        } catch (JException e) {
            throw failure(location, "threw an error during evaluation" + describe(e));
        } catch (StackOverflowError e) {
            throw failure(location, "threw an error during evaluation: Stack overflow error");
        }
        if (result == null) {
            throw failure(location, "returned nothing (undefined).");
        }
        try {
            return JsonValues.toJson(result);
        } catch (IllegalArgumentException e) {
            throw failure(location, "returned a value that is not JSON.");
        }
    }

    // The compiled expression keeps the clock and the errors of its last run in fields.
    private synchronized Object run(Scope scope) {
        Jsonata.Frame frame = compiled.createFrame();
        frame.setRuntimeBounds(MAX_MILLIS, MAX_DEPTH);
        JsonataFunctions.bind(frame);
        scope.bindings().forEach(frame::bind);
        return compiled.evaluate(null, frame);
    }

    EvaluationException failure(String location, String problem) {
        return new EvaluationException(
                location,
                "The JSONata expression '" + source + "' specified for the field '" + location + "' " + problem);
    }

    // AWS puts a full stop before JSONata's own errors, which have a code, and a colon before all others.
    private static String describe(JException e) {
        String code = e.getError();
        String message = String.valueOf(e.getMessage());
        boolean coded = code != null && code.matches("[A-Z]\\d{4}");
        return coded ? ". " + code + ": " + message : ": " + message.replaceFirst("^JSonataException ", "");
    }
}
