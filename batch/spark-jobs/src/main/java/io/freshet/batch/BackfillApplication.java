package io.freshet.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.backfill.Backfill;
import io.freshet.batch.backfill.BackfillReport;
import io.freshet.batch.backfill.Stretch;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes a stretch of days of a derived table and publishes all of them in one commit. */
@Command(
    name = "backfill",
    description = "Computes a stretch of days of a derived table, published in one commit.")
public final class BackfillApplication implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--job", required = true, description = "Which nightly computes them")
  private String job;

  @Option(names = "--from", required = true, description = "The first local day, as 2008-05-19")
  private LocalDate from;

  @Option(names = "--to", required = true, description = "The last one; it is computed as well")
  private LocalDate to;

  @Option(names = "--because", description = "Why; receipt and snapshot say it")
  private String because = "";

  @Option(names = "--parallel", defaultValue = "2", description = "So many days at a time")
  private int parallel;

  @Option(names = "--afresh", description = "Forget what earlier calls for these days have done")
  private boolean afresh;

  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new BackfillApplication()),
        new FailedWork("Backfill", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws IOException {
    Backfill.Order order =
        new Backfill.Order(
            Stretch.of(Nightlies.require(job), from, to),
            Optional.of(because).filter(text -> !text.isBlank()),
            parallel);
    try (JobLake lake = JobLake.open(options.profile(), order.stretch().job())) {
      return run(lake.backfill(), order);
    }
  }

  private int run(Backfill backfill, Backfill.Order order) throws IOException {
    if (dryRun) {
      ObjectNode root = JSON.createObjectNode().put("ok", true);
      backfill.plan(order).writeTo(root.putObject("plan"));
      options.print(root.putNull("receipt"));

      return 0;
    }
    if (afresh) {
      backfill.startAfresh(order);
    }
    BackfillReport report = backfill.run(order);
    options.print(report.describe());

    return report.ok() ? 0 : Fault.OURS.exitCode();
  }
}
