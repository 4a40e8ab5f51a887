package io.freshet.cli.sql;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.FreshnessTable;
import io.freshet.cli.output.Amounts;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Looks while a statement runs whether a table that it names is late. It is looked up beside the
 * statement, and the answer is never held back for long.
 */
final class StaleTables {
  private static final int SECONDS_TO_WAIT_AFTER_THE_ANSWER = 5;

  private final Workspace workspace;
  private final List<Contract> tables;

  private StaleTables(Workspace workspace, List<Contract> tables) {
    this.workspace = workspace;
    this.tables = tables;
  }

  /** Where the settings name no log, nothing can be said: then nothing is. */
  static StaleTables of(Workspace workspace) {
    boolean hasLog =
        workspace.settings().optionalText("kafka.bootstrap").isPresent()
            && workspace.settings().optionalText("contracts.path").isPresent();

    return new StaleTables(
        workspace,
        hasLog
            ? workspace.contracts().all().stream()
                .filter(contract -> contract.table().isPresent())
                .toList()
            : List.of());
  }

  /** A look that has begun. */
  record Check(CompletableFuture<List<Freshness>> measured) {
    List<String> warnings() {
      try {
        return measured.get(SECONDS_TO_WAIT_AFTER_THE_ANSWER, TimeUnit.SECONDS).stream()
            .filter(table -> table.verdict() == Freshness.Verdict.LATE)
            .map(Check::warning)
            .toList();
      } catch (TimeoutException e) {
        return List.of(
            "How stale the tables are took too long to find out: ask ./freshet freshness");
      } catch (ExecutionException e) {
        return List.of(
            "How stale the tables are could not be looked up: " + Failures.line(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }

    private static String warning(Freshness table) {
      return "Late: %s lacks what came in the last %s; its budget is %s"
          .formatted(
              table.table(),
              table.staleness().map(Amounts::age).orElse("while"),
              Amounts.age(table.budget()));
    }
  }

  Check begin(String statement) {
    List<Contract> named = named(statement);
    if (named.isEmpty()) {
      return new Check(CompletableFuture.completedFuture(List.of()));
    }

    return new Check(CompletableFuture.supplyAsync(() -> FreshnessTable.read(workspace, named)));
  }

  private List<Contract> named(String statement) {
    String text = statement.toLowerCase(Locale.ROOT);

    return tables.stream().filter(table -> names(text, table)).toList();
  }

  /** The table itself or its view, quoted or not. */
  static boolean names(String statement, Contract table) {
    String schema = TableLayout.name(table).namespace().toString();

    return Pattern.compile(
            "(?<![a-z0-9_])\"?(%s|views)\"?\\.\"?%s\"?(?![a-z0-9_$])"
                .formatted(schema, Pattern.quote(table.name())))
        .matcher(statement)
        .find();
  }
}
