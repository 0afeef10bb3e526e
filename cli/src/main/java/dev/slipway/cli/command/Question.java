package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal. */
final class Question {
    private final Console console;

    Question(Console console) {
        this.console = console;
    }

    /** Takes y or yes for an assent, and anything else, the end of the input too, for a refusal. */
    boolean confirm(String question) {
        String answer = ask(question + " [y/N] ");
        return "y".equalsIgnoreCase(answer) || "yes".equalsIgnoreCase(answer);
    }

    /** Returns whether exactly the word was typed. */
    boolean typed(String question, String word) {
        return word.equals(ask(question + " Type " + word + " to go on: "));
    }

    private @Nullable String ask(String prompt) {
        console.err().print(prompt);
        console.err().flush();
        try {
            String line = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? null : line.strip();
        } catch (IOException e) {
            return null;
        }
    }
}
