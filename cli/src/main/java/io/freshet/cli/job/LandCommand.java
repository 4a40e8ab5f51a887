package io.freshet.cli.job;

import io.freshet.cli.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "land",
    description = {
      "Lands files, or rows of a database, in a contract's table, each once.",
      "Files are CSV with a header, JSON lines or Parquet; a database gives ranges of a key.",
      "Rows that the contract does not allow become dead letters. What is there already, killed or"
          + " repeated, is neither doubled nor lost."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet land order_events exports/2026-03-01.csv --map market=city",
      "          ./freshet land dasher_pings recorded/ --dry-run",
      "          ./freshet land order_events jdbc:postgresql://localhost:5432/shop \\",
      "            --table public.steps --key id --from-key 1 --to-key 100001",
      "          ./freshet land order_events jdbc:postgresql://localhost:5432/shop \\",
      "            --table public.steps --key id --next 100000"
    })
public final class LandCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CONTRACT", description = "Whose table takes the rows")
  private String contract;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FROM",
      description = "Files, folders, patterns in quotes; or a database, as JDBC names it")
  private List<String> from;

  @Option(names = "--format", description = "csv, json or parquet; default: as names end")
  private String format;

  @Option(
      names = "--map",
      paramLabel = "CONTRACT_COLUMN=FILE_COLUMN",
      description = "A column that has another name in CSV or Parquet")
  private Map<String, String> renamed = Map.of();

  @Option(
      names = "--leave-out",
      split = ",",
      paramLabel = "FILE_COLUMN",
      description = "Columns of CSV or Parquet that nobody needs")
  private Set<String> leftOut = Set.of();

  @Option(names = "--table", description = "Of a database: the table or view")
  private String table;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      description = "Of a database: a column of whole numbers of which no two rows have the same")
  private String key;

  @Option(names = "--from-key", description = "Of a database: the first number to land")
  private Long fromKey;

  @Option(names = "--to-key", description = "Of a database: behind the last number to land")
  private Long toKey;

  @Option(
      names = "--next",
      paramLabel = "NUMBERS",
      description = "Of a database: so many behind the last range of this table that was landed")
  private Long next;

  @Option(
      names = "--changed-is-new",
      description = "Land a file that was changed as one of its own; default: refuse it")
  private boolean changedIsNew;

  @Option(names = "--dry-run", description = "Print which files would be landed, change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Override
  public Integer call() throws Exception {
    Jobs jobs = new Jobs(workspace);
    ModuleProcess.Outcome outcome = jobs.runLanding(contract, options());

    return answer.giveOrSayWhyNot("Landing", outcome, LandingTable::print, jobs.landingLog());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    from.forEach(place -> options.addAll(List.of("--from", place)));
    add(options, "--format", format);
    new TreeMap<>(renamed)
        .forEach((name, column) -> options.addAll(List.of("--map", name + "=" + column)));
    new TreeSet<>(leftOut).forEach(column -> options.addAll(List.of("--leave-out", column)));
    add(options, "--table", table);
    add(options, "--key", key);
    add(options, "--from-key", fromKey);
    add(options, "--to-key", toKey);
    add(options, "--next", next);
    if (changedIsNew) {
      options.add("--changed-is-new");
    }
    if (dryRun) {
      options.add("--dry-run");
    }

    return options;
  }

  private static void add(List<String> options, String name, Object value) {
    if (value != null) {
      options.addAll(List.of(name, value.toString()));
    }
  }
}
