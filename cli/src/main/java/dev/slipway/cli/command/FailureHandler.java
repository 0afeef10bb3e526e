package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.PipelineFailures;
import dev.slipway.cli.progress.Style;
import dev.slipway.plan.source.PlanException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place where an exception becomes a message, a hint and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final String DEBUG = "--debug";

    private final Console console;

    FailureHandler(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
        if (result.originalArgs().contains(DEBUG)) {
            e.printStackTrace(console.err());
        }
        CliFailure failure = failure(e);
        print(String.valueOf(failure.getMessage()), failure.hint());
        return failure.exitCode().code();
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        List<String> similar =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String hint = similar.isEmpty() ? "see `" + command + " --help`" : "did you mean " + similar.get(0) + "?";
        print("failed to read the command line: " + message, Optional.of(hint));
        return ExitCode.USAGE.code();
    }

    private static CliFailure failure(Exception e) {
        if (e instanceof CliFailure failure) {
            return failure;
        }
        if (e instanceof PlanException plan) {
            return CliFailure.usage("failed to plan the build: " + plan.getMessage(), plan.hint());
        }
        if (e instanceof SdkException sdk) {
            return PipelineFailures.of(sdk);
        }
        return new CliFailure(
                ExitCode.DEPLOYMENT_FAILED,
                "failed to go on: " + e,
                "this is a fault of slipway; --debug says more",
                e);
    }

    private void print(String message, Optional<String> hint) {
        console.err().println(new Style(console.colours()).red(message));
        hint.ifPresent(text -> console.err().println("hint: " + text));
        console.err().flush();
    }
}
