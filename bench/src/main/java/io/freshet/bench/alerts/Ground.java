package io.freshet.bench.alerts;

import io.freshet.bench.Stage;
import io.freshet.bench.alerts.Passages.Passage;
import io.freshet.bench.contracts.ManyContracts;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Pool;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The tables of a run, beside the shipped ones, to which nobody sends.
 *
 * @param contracts all of them
 * @param passages of the run's own
 */
record Ground(Path folder, Contracts contracts, Map<Contract, Passages> passages) {
  private static final Pattern SHIPPED_BUDGET =
      Pattern.compile("(property: freshness\\s+value: )\\d+(\\s+unit: )s");

  Ground {
    passages = Collections.unmodifiableMap(new LinkedHashMap<>(passages)); // in their order
  }

  static Ground prepare(Stage stage, int tables, Duration budget) {
    ManyContracts many =
        ManyContracts.write(stage, tables, contract -> withBudget(budget, contract));
    Contracts contracts = Contracts.read(many.folder());
    Map<Contract, Passages> passages = new LinkedHashMap<>();
    many.of(contracts).forEach(contract -> passages.put(contract, new Passages()));

    return new Ground(many.folder(), contracts, passages);
  }

  static String withBudget(Duration budget, String contract) {
    Matcher shipped = SHIPPED_BUDGET.matcher(contract);
    if (!shipped.find()) {
      throw new FreshetException(
          Fault.OURS, "The contract dasher_pings does not say its freshness in seconds any more");
    }

    return shipped.replaceFirst("$1" + budget.toSeconds() + "$2s");
  }

  List<String> names() {
    return passages.keySet().stream().map(Contract::name).toList();
  }

  Map<TableIdentifier, Passages> tables() {
    Map<TableIdentifier, Passages> tables = new LinkedHashMap<>();
    passages.forEach((contract, each) -> tables.put(TableLayout.name(contract), each));

    return tables;
  }

  /** The first. */
  TableIdentifier watched() {
    return tables().keySet().iterator().next();
  }

  Map<String, List<Passage>> passagesByName() {
    Map<String, List<Passage>> byName = new HashMap<>();
    tables().forEach((table, each) -> byName.put(table.toString(), each.all()));

    return byName;
  }

  Duration commitsEvery() {
    return new Pool("writer", List.copyOf(passages.keySet())).interval();
  }
}
