package dev.slipway.cli.command;

import dev.slipway.cli.bootstrap.Inventory;
import dev.slipway.cli.bootstrap.Place;
import dev.slipway.cli.bootstrap.Teardown;
import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Interruption;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.progress.Progress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway teardown}: takes the pipeline away from an AWS account. */
@Command(name = "teardown", description = "Remove the pipeline from AWS with all its apps.")
final class TeardownCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Mixin
    final AwsOptions aws = new AwsOptions();

    @ArgGroup
    private @Nullable BucketChoice bucket;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    TeardownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String pipeline = aws.pipeline(common, console);
        if (!console.interactive() && !yes) {
            throw CliFailure.usage(
                    "failed to remove the pipeline " + pipeline + ": there is nobody to ask", "give --yes");
        }
        Interruption interruption = Interruption.armed();
        try (Clients clients = aws.clients(pipeline, console);
                Progress progress = Displays.progress(console, OutputFormat.TEXT)) {
            interruption.always(progress::close);
            Teardown teardown = new Teardown(clients, progress, interruption);
            Inventory inventory = teardown.inventory(pipeline);
            boolean empty = bucket != null && bucket.empties();
            if (!inventory.isEmpty(empty)) {
                approve(inventory, empty);
                teardown.run(inventory, empty);
            }
            new SavedPipelines(console.home()).forget(pipeline);
            print(inventory, empty);
        } finally {
            interruption.disarm();
        }
        return ExitCode.OK.code();
    }

    private void approve(Inventory inventory, boolean empty) {
        Place place = inventory.place();
        console.err()
                .println("Of pipeline " + place.pipeline() + " in account " + place.account() + ", " + place.region()
                        + ", this removes for good:");
        inventory.lines(empty).forEach(line -> console.err().println("  " + line));
        console.err().flush();
        if (!yes && !new Question(console).typed("There is no way back.", place.pipeline())) {
            throw CliFailure.usage(
                    "failed to remove the pipeline " + place.pipeline() + ": not confirmed",
                    "type the pipeline's name when asked, or give --yes; nothing was removed");
        }
    }

    private void print(Inventory inventory, boolean empty) {
        Place place = inventory.place();
        console.out()
                .println(
                        inventory.isEmpty(empty)
                                ? "Nothing to remove: there is no pipeline " + place.pipeline() + " in account "
                                        + place.account() + ", " + place.region()
                                : "pipeline " + place.pipeline() + " is gone from account " + place.account() + ", "
                                        + place.region());
        console.out().flush();
    }

    /** What becomes of the bucket; it stays where nobody chooses. */
    private static final class BucketChoice {
        @Option(names = "--empty-bucket", description = "Remove the pipeline's bucket with all that is in it, too.")
        private boolean empty;

        @Option(names = "--keep-bucket", description = "Keep it, for a later pipeline of the same name. The default.")
        private boolean keep;

        boolean empties() {
            return empty && !keep;
        }
    }
}
