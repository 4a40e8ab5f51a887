package io.freshet.warehouse.snowflake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.PlanJson;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.snowflake.account.AccountPlanner;
import io.freshet.warehouse.snowflake.account.SnowflakeAccount;
import io.freshet.warehouse.snowflake.script.AccountScript;
import io.freshet.warehouse.snowflake.script.ScriptFiles;
import io.freshet.warehouse.snowflake.script.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a Snowflake account follow the contracts. */
@Command(name = "snowflake", description = "Makes a Snowflake account follow the contracts.")
public final class SnowflakeApplication {
  private SnowflakeApplication() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new SnowflakeApplication()),
        new FailedWork("Snowflake", LakeFailures::fault),
        arguments);
  }

  @Command(name = "plan", description = "Compares the account with the contracts.")
  int plan(@Mixin ProcessOptions options) throws Exception {
    return options.answer(settings -> planOrApply(settings, true));
  }

  @Command(name = "apply", description = "Makes what is missing or differs.")
  int apply(
      @Mixin ProcessOptions options,
      @Option(names = "--dry-run", description = "Print the plan and change nothing")
          boolean dryRun)
      throws Exception {
    return options.answer(settings -> planOrApply(settings, dryRun));
  }

  @Command(name = "sql", description = "Writes the statements; asks no account.")
  int sql(
      @Mixin ProcessOptions options,
      @Option(names = "--out", description = "Folder for one SQL file after the other") Path out)
      throws Exception {
    return options.answer(
        settings -> {
          List<Statement> statements = Needs.ofScript(settings).statements();
          ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
          ArrayNode array = result.putArray("statements");
          statements.forEach(statement -> write(statement, array.addObject()));
          if (out == null) {
            result.put("sql", ScriptFiles.text(statements));
          } else {
            ArrayNode files = result.putArray("files");
            ScriptFiles.write(statements, out).forEach(file -> files.add(file.toString()));
          }

          return result;
        });
  }

  /** What the processes are told. */
  private record Needs(SnowflakeSettings snowflake, Path contracts) {
    static Needs of(Settings settings) {
      return of(settings, SnowflakeSettings::from);
    }

    static Needs ofScript(Settings settings) {
      return of(settings, SnowflakeSettings::withoutLogin);
    }

    private static Needs of(Settings settings, Function<Settings, SnowflakeSettings> snowflake) {
      return settings.read(
          all -> new Needs(snowflake.apply(all), Path.of(all.text("contracts.path"))),
          List.of("snowflake."));
    }

    List<Statement> statements() {
      return AccountScript.of(Contracts.read(contracts), snowflake).statements();
    }
  }

  private static ObjectNode planOrApply(Settings settings, boolean dryRun) throws SQLException {
    Needs needs = Needs.of(settings);
    SnowflakeSettings snowflake = needs.snowflake();
    List<Statement> statements = needs.statements();
    List<Statement> runnable =
        statements.stream()
            .filter(statement -> !snowflake.emulator() || statement.kind().runsOnEmulator())
            .toList();
    try (SnowflakeAccount account = SnowflakeAccount.open(snowflake, System.getenv())) {
      List<Change> plan = plan(account, snowflake, statements, runnable);
      ObjectNode result = PlanJson.of(plan);
      boolean applies = !dryRun && result.path("ok").asBoolean();
      ArrayNode leftOut = result.putArray("left_out");
      statements.stream()
          .filter(statement -> !runnable.contains(statement))
          .forEach(statement -> leftOut.add(statement.resource()));
      if (applies) {
        plan.forEach(change -> change.step().run());
      }

      return result.put("applied", applies);
    }
  }

  /** What roles must no longer read comes first, whatever fails behind it. */
  private static List<Change> plan(
      SnowflakeAccount account,
      SnowflakeSettings snowflake,
      List<Statement> statements,
      List<Statement> runnable) {
    AccountPlanner planner = new AccountPlanner(account);
    List<Change> plan = new ArrayList<>();
    if (!snowflake.emulator()) {
      plan.addAll(planner.revocations(statements));
    }
    plan.addAll(planner.plan(runnable));

    return plan;
  }

  private static void write(Statement statement, ObjectNode node) {
    node.put("kind", statement.kind().label())
        .put("name", statement.name())
        .put("runs_on_emulator", statement.kind().runsOnEmulator())
        .put("sql", statement.sql());
    ArrayNode needs = node.putArray("needs");
    statement.needs().forEach(needs::add);
  }
}
