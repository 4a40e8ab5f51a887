package io.freshet.batch.landing;

import io.freshet.batch.landing.given.GivenFile;
import io.freshet.batch.landing.given.GivenFiles;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.SparkSession;

/** Looks for what an order names, and holds it against what the table has. Changes nothing. */
record LandingPlanner(
    SparkSession spark, Catalog catalog, Contracts contracts, LandingSettings settings) {
  /** Once for all that follows: the database goes on meanwhile. */
  Order settled(Order order, Table table) {
    return order
        .next()
        .map(
            next ->
                order.of(
                    next.behind(LandedFile.of(table.properties()).values(), settings.access())))
        .orElse(order);
  }

  /** Which of it is landed, and which the table holds already. */
  LandingPlan plan(Order order, Contract contract, Table table) {
    Map<Integer, LandedFile> landed = LandedFile.of(table.properties());
    Table letters = LakeCatalog.require(catalog, TableLayout.name(contracts.deadLetters()));
    Set<Integer> begun =
        Ledger.of(letters.properties())
            .positionsOf(LandedFile.source(contract.name(), table))
            .keySet();

    return LandingPlan.of(given(order), landed, begun, order.changed())
        .within(landed.size(), settings.maxFiles());
  }

  /** What the order names, as it is now. */
  List<GivenFile> given(Order order) {
    if (order.range().isPresent() || order.next().isPresent()) {
      return order.range().map(TableRange::given).stream().toList();
    }
    GivenFiles files = new GivenFiles(spark.sparkContext().hadoopConfiguration());
    List<GivenFile> given = new ArrayList<>();
    order.from().forEach(place -> given.addAll(files.in(place, order.format())));

    return given;
  }

  /** The order's; refuses one that nothing can be landed in. */
  Contract contract(Order order) {
    Contract contract = contracts.require(order.contract());
    if (contract.table().isEmpty() || contract.stream().isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s can't be landed in: its kind is %s, and files are events of a contract with a stream and a table"
              .formatted(contract.name(), contract.kind()));
    }
    if (contract.keepsLatest()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s keeps the newest row of each key, which only its stream knows; send the rows there instead"
              .formatted(contract.name()));
    }

    return contract;
  }
}
