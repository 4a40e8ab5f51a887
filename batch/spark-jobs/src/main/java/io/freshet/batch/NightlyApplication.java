package io.freshet.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.changes.ChangedRun;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.NightlyReport;
import io.freshet.batch.publish.NightlyRunner;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes whole days of a derived table and publishes each once it has passed its checks. */
@Command(
    name = "nightly",
    description = "Computes whole days of a derived table; running a day twice changes nothing.")
public final class NightlyApplication implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--job", required = true, description = "Which nightly to run")
  private String job;

  @Mixin private ChosenDays chosen;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new NightlyApplication()),
        new FailedWork("Nightly", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws IOException {
    NightlyJob nightly = Nightlies.require(job);
    List<LocalDate> days = chosen.days();
    try (JobLake lake = JobLake.open(options.profile(), nightly)) {
      return run(lake.runner(), nightly, days, lake.outputName());
    }
  }

  private int run(NightlyRunner runner, NightlyJob nightly, List<LocalDate> days, String table)
      throws IOException {
    Effort.Meter meter = Effort.start();
    ObjectNode root = JSON.createObjectNode();
    if (chosen.onlyPlan()) {
      root.put("ok", true).put("job", nightly.name()).put("table", table);
      new ChangedRun(runner).plan(nightly, days).describe(root);
      options.print(root);

      return 0;
    }
    NightlyReport report;
    if (chosen.alsoChanged()) {
      ChangedRun.Result result = new ChangedRun(runner).run(nightly, days);
      report = result.report();
      root.put("ok", report.ok()).put("job", nightly.name()).put("table", table);
      result.plan().writeTo(root);
    } else {
      report = runner.run(nightly, days);
      root.put("ok", report.ok()).put("job", nightly.name()).put("table", table);
    }
    report.writeTo(root);
    Effort effort = meter.read();
    root.put("seconds", effort.seconds()).put("cpu_seconds", effort.cpuSeconds());
    options.print(root);

    return report.fault().map(Fault::exitCode).orElse(0);
  }
}
