package io.freshet.cli.doctor;

import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.history.BudgetUse;
import io.freshet.assurance.history.HistoryReader;
import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.Streams;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.core.contract.freshness.RunningSettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Amounts;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Whether tables take what their streams hold and retention takes nothing before they do, how they
 * stood to their budgets, and what was refused.
 */
record TableChecks(Installation installation) {
  private static final double MOST = 0.8;
  private static final String BUDGETS =
      "the table's page in the console shows when; ./freshet contract plan-freshness names the hop";

  /** A thousandth of it, as the rules of {@code contract alerts} have it. */
  private static final Duration MONTHLY = Duration.ofDays(30).dividedBy(1_000);

  private static final Duration NEARLY_A_DAY = Duration.ofHours(23);

  private static final String LETTERS = "./freshet dlq list";

  List<Check> checks() {
    List<String> needs =
        Installation.withProfile(Installation.CONTRACTS, Installation.KAFKA, Installation.CATALOG);

    return List.of(
        new Check("writer", needs, installation.look("flink"), () -> withLake(this::writer)),
        new Check("retention", needs, installation.look("flink"), () -> withLake(this::retention)),
        new Check(
            "budgets",
            Installation.withProfile(Installation.CONTRACTS, Installation.CATALOG),
            BUDGETS,
            () -> withCatalog(this::budgets)),
        new Check(
            "dead-letters",
            Installation.withProfile(Installation.CONTRACTS, Installation.CATALOG),
            LETTERS,
            () -> withCatalog(this::letters)));
  }

  private interface LakeLook {
    Finding look(Catalog catalog, Log log);
  }

  private Finding withLake(LakeLook look) throws Exception {
    return withCatalog(
        catalog -> {
          try (Log log = Log.open(KafkaSettings.from(installation.settings()))) {
            return look.look(catalog, log);
          }
        });
  }

  private Finding withCatalog(Function<Catalog, Finding> look) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(installation.settings()));
    try {
      return look.apply(catalog);
    } finally {
      if (catalog instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private Finding budgets(Catalog catalog) {
    return installation
        .contracts()
        .freshnessHistory()
        .map(history -> new HistoryReader(InstantSource.system()).budgets(catalog, history))
        .map(TableChecks::budgets)
        .orElseGet(() -> Finding.skipped("no contract keeps the history of freshness"));
  }

  /** Of a day: who is late now is told by the writer's check. */
  static Finding budgets(List<BudgetUse> tables) {
    if (tables.isEmpty()) {
      return Finding.skipped("the console has kept nothing of the last 24 hours");
    }
    List<String> over =
        tables.stream()
            .filter(table -> table.over() > 0)
            .sorted(Comparator.comparing(BudgetUse::overFor).reversed())
            .map(TableChecks::use)
            .toList();

    return over.isEmpty()
        ? Finding.ok(
            "none of %d tables was over its budget within 24 h%s"
                .formatted(tables.size(), leastKnown(tables)))
        : Finding.warning(ContractChecks.some(over), BUDGETS);
  }

  private static String use(BudgetUse table) {
    return "%s was over its budget for %s of the last 24 h%s (99.9 %% of 30 days allow %s)"
        .formatted(
            table.table(),
            Amounts.age(table.overFor()),
            isKnown(table)
                ? ""
                : ", of which %s are known; for %s if all of it was alike"
                    .formatted(
                        Amounts.age(table.knownFor()), Amounts.age(table.overForIfAllWasAlike())),
            Amounts.age(MONTHLY));
  }

  /** Tables take turns where there are many, and nobody measures while the console is away. */
  private static String leastKnown(List<BudgetUse> tables) {
    return tables.stream()
        .min(Comparator.comparing(BudgetUse::knownFor))
        .filter(table -> !isKnown(table))
        .map(
            table ->
                ", of which %s are known of %s"
                    .formatted(Amounts.age(table.knownFor()), table.table()))
        .orElse("");
  }

  private static boolean isKnown(BudgetUse table) {
    return table.knownFor().compareTo(NEARLY_A_DAY) >= 0;
  }

  private Finding letters(Catalog catalog) {
    return letters(HourlyRate.all(catalog, installation.contracts(), Instant.now()));
  }

  static Finding letters(List<HourlyRate> rates) {
    List<String> tooMany =
        rates.stream()
            .filter(HourlyRate::isTooHigh)
            .map(
                rate ->
                    "%s had %s dead letters within an hour and bears %s"
                        .formatted(
                            rate.contract(),
                            Amounts.count(rate.events()),
                            Amounts.count(rate.limit())))
            .toList();

    return tooMany.isEmpty()
        ? Finding.ok(
            "%s within an hour, no contract more than it bears"
                .formatted(Amounts.count(rates.stream().mapToLong(HourlyRate::events).sum())))
        : Finding.warning(ContractChecks.some(tooMany), LETTERS);
  }

  private Finding writer(Catalog catalog, Log log) {
    List<Freshness> tables =
        new FreshnessReader(
                catalog, log, RawJson.from(installation.settings()), InstantSource.system())
            .readAll(installation.contracts());

    return writer(tables, installation.look(runbook(installation.contracts(), tables)));
  }

  /**
   * Of the hop that keeps most of the late tables, as an alert would name it; else the writer's.
   */
  static String runbook(Contracts contracts, List<Freshness> tables) {
    Map<String, Freshness> byTable =
        tables.stream().collect(Collectors.toMap(Freshness::table, Function.identity()));
    List<FreshnessPlan> plans = FreshnessPlan.all(contracts, RunningSettings.none(), Map.of());
    Map<String, Freshness> measured = new HashMap<>();
    plans.forEach(
        plan ->
            measured.computeIfAbsent(
                plan.contract().name(),
                name -> byTable.get(TableLayout.name(plan.contract()).toString())));
    Map<Hop, Integer> late = new EnumMap<>(Hop.class);
    for (FreshnessPlan plan : plans) {
      String name = plan.contract().name();
      // Dead letters are as late as the streams that feed them, which stand here as well.
      if (measured.containsKey(name)
          && measured.get(name).verdict() == Freshness.Verdict.LATE
          && !name.equals(Contracts.DEAD_LETTERS)) {
        late.merge(Diagnosis.of(plan, measured).hop(), 1, Integer::sum);
      }
    }

    return late.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> most.getKey().code())
        .orElse(Hop.FLINK.code());
  }

  /** By what waits, and not by commits: where nothing comes nothing has to be committed. */
  static Finding writer(List<Freshness> tables, String remedy) {
    List<String> late =
        tables.stream()
            .filter(table -> table.verdict() == Freshness.Verdict.LATE)
            .map(TableChecks::waits)
            .toList();
    if (!late.isEmpty()) {
      return Finding.failed(
          "%d of %d tables are late: %s"
              .formatted(late.size(), tables.size(), ContractChecks.some(late)),
          remedy);
    }
    Optional<Freshness> worst =
        tables.stream()
            .filter(table -> table.staleness().isPresent())
            .max(Comparator.comparingDouble(TableChecks::used));
    if (worst.isEmpty()) {
      return Finding.skipped("no table is there yet");
    }

    return used(worst.get()) > MOST
        ? Finding.warning("in time, but %s".formatted(waits(worst.get())), remedy)
        : Finding.ok("all are in time; the latest: %s".formatted(waits(worst.get())));
  }

  private static double used(Freshness table) {
    Duration waiting = table.staleness().orElse(Duration.ZERO);

    return (double) waiting.toMillis() / table.budget().toMillis();
  }

  private static String waits(Freshness table) {
    return "%s waits %s of %s, last commit %s"
        .formatted(
            table.table(),
            Amounts.age(table.staleness().orElse(Duration.ZERO)),
            Amounts.age(table.budget()),
            table.commitAge().map(age -> Amounts.age(age) + " ago").orElse("never"));
  }

  private Finding retention(Catalog catalog, Log log) {
    Contracts contracts = installation.contracts();
    Map<String, Long> lost = new TreeMap<>();
    int ledgers = 0;
    for (Contract contract : contracts.all()) {
      if (contract.table().isPresent()
          && contract.stream().isPresent()
          && catalog.tableExists(TableLayout.name(contract))) {
        Table table = catalog.loadTable(TableLayout.name(contract));
        Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
        if (topic.isPresent()) {
          Map<Integer, Long> positions =
              Ledger.of(table.properties()).positionsOf(topic.get().source());
          ledgers += positions.isEmpty() ? 0 : 1;
          long offsets = behindRetention(positions, topic.get().begins());
          if (offsets > 0) {
            lost.put(TableLayout.name(contract).toString(), offsets);
          }
        }
      }
    }

    return retention(lost, ledgers);
  }

  /**
   * Offsets that went before the ledger came to them; a partition it does not know has lost none.
   */
  static long behindRetention(Map<Integer, Long> ledger, Map<Integer, Long> begins) {
    return ledger.entrySet().stream()
        .mapToLong(
            position ->
                Math.max(0, begins.getOrDefault(position.getKey(), 0L) - position.getValue()))
        .sum();
  }

  /**
   * @param lost offsets by table
   */
  static Finding retention(Map<String, Long> lost, int ledgers) {
    List<String> told = new ArrayList<>();
    lost.forEach(
        (table, offsets) ->
            told.add(
                "%s: retention has taken %s offsets that it had not read"
                    .formatted(table, Amounts.count(offsets))));

    return told.isEmpty()
        ? Finding.ok("%d ledgers, none behind what Kafka keeps".formatted(ledgers))
        : Finding.failed(
            ContractChecks.some(told),
            "docs/reference/flink-iceberg-writer.md says how the writer goes on; lengthen the"
                + " stream's retention");
  }
}
