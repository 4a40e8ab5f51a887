package io.freshet.cli.platform;

import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Starts the embedded platform: Kafka, S3, Postgres, Redis, registry, catalog, Trino,"
          + " console and the Flink applications.",
      "Returns when all of them answer; they go on until ./freshet down."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet up"})
public final class UpCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    start(new ProgressPrinter(spec.commandLine().getErr()));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      print(out);
    }
    json.write(StatusCommand.result(workspace.platform().status(), true), out);

    return 0;
  }

  private void print(PrintWriter out) {
    Settings settings = workspace.settings();
    out.println(
        "The embedded platform is up. Its addresses and secrets: " + workspace.profileFile());
    out.printf(
        "Trino  http://%s:%s/ui, user %s, no password%n",
        settings.text("trino.host"), settings.text("trino.port"), settings.text("trino.user"));
    out.printf("Console  http://127.0.0.1:%s%n", settings.text("console.port"));
    out.println(
        "Try    ./freshet status    ./freshet sql \"show tables from raw\"    ./freshet down");
  }

  private void start(ProgressPrinter progress) throws Exception {
    boolean wasUp = workspace.platform().isUp(); // then it is somebody's
    try {
      new Pipeline(workspace).up(progress);
    } catch (Exception e) {
      boolean interrupted = Thread.interrupted() || Failures.isInterruption(e);
      if (interrupted && !wasUp) { // half a platform is of no use to anybody
        workspace.platform().down(progress);
      }
      throw e;
    }
  }
}
