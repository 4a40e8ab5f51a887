package io.freshet.cli;

import io.freshet.cli.airflow.AirflowCommand;
import io.freshet.cli.app.AppCommand;
import io.freshet.cli.audit.AuditCommand;
import io.freshet.cli.audit.Audited;
import io.freshet.cli.backup.BackupCommand;
import io.freshet.cli.backup.RestoreCommand;
import io.freshet.cli.bench.BenchCommand;
import io.freshet.cli.capture.CaptureCommand;
import io.freshet.cli.catalog.CatalogCommand;
import io.freshet.cli.chaos.ChaosCommand;
import io.freshet.cli.console.ConsoleCommand;
import io.freshet.cli.contract.ContractCommand;
import io.freshet.cli.cut.CutCommand;
import io.freshet.cli.dashboard.DashboardCommand;
import io.freshet.cli.dbt.DbtCommand;
import io.freshet.cli.delta.ImportCommand;
import io.freshet.cli.deploy.DeployCommand;
import io.freshet.cli.dlq.DlqCommand;
import io.freshet.cli.docs.DocsCommand;
import io.freshet.cli.doctor.DoctorCommand;
import io.freshet.cli.drill.DrillCommand;
import io.freshet.cli.erasure.ForgetCommand;
import io.freshet.cli.event.EventCommand;
import io.freshet.cli.find.FindCommand;
import io.freshet.cli.gateway.GatewayCommand;
import io.freshet.cli.job.BackfillCommand;
import io.freshet.cli.job.LandCommand;
import io.freshet.cli.job.MaintainCommand;
import io.freshet.cli.job.RunCommand;
import io.freshet.cli.lake.FreshnessCommand;
import io.freshet.cli.lake.ProveCommand;
import io.freshet.cli.lineage.LineageCommand;
import io.freshet.cli.live.LiveCommand;
import io.freshet.cli.model.DatasetCommand;
import io.freshet.cli.model.ModelCommand;
import io.freshet.cli.notebook.NotebookCommand;
import io.freshet.cli.orders.OrdersCommand;
import io.freshet.cli.platform.DownCommand;
import io.freshet.cli.platform.StatusCommand;
import io.freshet.cli.platform.UpCommand;
import io.freshet.cli.platform.ValidatorCommand;
import io.freshet.cli.probe.ProbeCommand;
import io.freshet.cli.redis.RedisCommand;
import io.freshet.cli.repair.RepairCommand;
import io.freshet.cli.repair.TableCommand;
import io.freshet.cli.size.SizeCommand;
import io.freshet.cli.snowflake.SnowflakeCommand;
import io.freshet.cli.sql.SqlCommand;
import io.freshet.cli.story.DemoCommand;
import io.freshet.cli.story.ReplayCommand;
import io.freshet.cli.story.SimulateCommand;
import io.freshet.cli.stream.StreamCommand;
import io.freshet.cli.warehouse.ScratchCommand;
import io.freshet.cli.warehouse.TokenCommand;
import io.freshet.core.toolkit.Durations;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code freshet}. */
@Command(
    name = "freshet",
    description = "A lakehouse for teams whose business moves in real time.",
    mixinStandardHelpOptions = true,
    version = "freshet " + Version.NUMBER,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start here:  ./freshet demo"},
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      ContractCommand.class,
      StreamCommand.class,
      SqlCommand.class,
      FindCommand.class,
      EventCommand.class,
      LineageCommand.class,
      TokenCommand.class,
      ScratchCommand.class,
      DbtCommand.class,
      FreshnessCommand.class,
      ProbeCommand.class,
      ConsoleCommand.class,
      DashboardCommand.class,
      NotebookCommand.class,
      CutCommand.class,
      DatasetCommand.class,
      ModelCommand.class,
      ProveCommand.class,
      DlqCommand.class,
      RepairCommand.class,
      ForgetCommand.class,
      TableCommand.class,
      RunCommand.class,
      BackfillCommand.class,
      GatewayCommand.class,
      LiveCommand.class,
      ValidatorCommand.class,
      CaptureCommand.class,
      OrdersCommand.class,
      RedisCommand.class,
      AppCommand.class,
      SimulateCommand.class,
      ReplayCommand.class,
      LandCommand.class,
      MaintainCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CatalogCommand.class,
      ImportCommand.class,
      ChaosCommand.class,
      DrillCommand.class,
      AirflowCommand.class,
      SnowflakeCommand.class,
      DeployCommand.class,
      AuditCommand.class,
      DocsCommand.class,
      BenchCommand.class,
      SizeCommand.class,
      TestCommand.class
    })
public final class Freshet implements Runnable {
  // `down` waits for five processes one after the other, 15 s each at most; the rest go beside
  // them.
  private static final int SECONDS_TO_CLEAN_UP = 90;

  /** Columns: the examples fit in. */
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    CommandLine commandLine = commandLine();
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    Variables.misspelt(System.getenv()).forEach(commandLine.getErr()::println);
    CountDownLatch done = interruptOnCtrlC(Thread.currentThread());
    int exitCode =
        Audited.by(System.getenv())
            .run(() -> commandLine.execute(arguments), commandLine.getErr(), arguments);
    done.countDown();
    System.exit(exitCode);
  }

  /** Lets the command clean up before the JVM ends: Ctrl-C interrupts its thread. */
  private static CountDownLatch interruptOnCtrlC(Thread command) {
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  command.interrupt();
                  try {
                    done.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));

    return done;
  }

  /** With all that its commands share. */
  public static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Freshet())
            .setExecutionExceptionHandler(new Failures())
            .setParameterExceptionHandler(new WrongUse())
            .setUsageHelpWidth(HELP_WIDTH)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Duration.class, Freshet::duration)
            .registerConverter(LocalDate.class, Freshet::day);
    // After its first word everything is dbt's own, options that look like ours included.
    commandLine.getSubcommands().get("dbt").setStopAtPositional(true);

    return commandLine;
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'%s' is no day such as 2026-03-01".formatted(text));
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
