package io.freshet.maintenance;

import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Namespaces;
import io.freshet.maintenance.clock.Now;
import io.freshet.maintenance.clock.RoundClock;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Planner;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.plan.TableFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans for tables together, as they share one budget, and, if asked to, does what it planned,
 * table after table. One that fails does not keep the others from being maintained, unless
 * something was lost: then nothing further is touched, and the report says so.
 */
final class Maintenance {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  private final Catalog catalog;
  private final FactsReader factsReader;
  private final Planner planner;
  private final Executor executor;
  private final RoundClock clock;
  private final Ending ending;

  /**
   * @param catalog of which tables are maintained
   * @param spark over the same
   * @param history which costs are expected from
   * @param ending once asked for, nothing further is begun
   */
  Maintenance(
      Catalog catalog,
      LakeSession spark,
      Policy policy,
      History history,
      RoundClock clock,
      KafkaSide kafka,
      Ending ending) {
    OrphanFinder orphanFinder = new OrphanFinder(spark);
    this.catalog = catalog;
    this.factsReader = new FactsReader(policy, history, orphanFinder);
    this.planner = new Planner(policy);
    this.executor = new Executor(spark, orphanFinder, kafka, ending);
    this.clock = clock;
    this.ending = ending;
  }

  /** Every table of the catalog, by name. */
  List<TableIdentifier> allTables() {
    List<TableIdentifier> tables = new ArrayList<>();
    for (Namespace namespace : Namespaces.all(catalog)) {
      tables.addAll(catalog.listTables(namespace));
    }
    tables.sort(Comparator.comparing(TableIdentifier::toString));

    return tables;
  }

  /**
   * Returns if they are all there.
   *
   * @throws io.freshet.core.toolkit.FreshetException of the caller's, naming the first that is not
   */
  void requireAll(List<TableIdentifier> tables) {
    tables.forEach(table -> LakeCatalog.require(catalog, table));
  }

  /** What would be done; changes nothing. */
  Report plan(List<TableIdentifier> tables) {
    Report report = new Report();
    planned(tables, report);

    return report;
  }

  Report run(List<TableIdentifier> tables) {
    Report report = new Report();
    Map<TableIdentifier, MaintenancePlan> plans = planned(tables, report);
    each(
        plans.keySet(),
        report,
        name -> {
          if (ending.isAsked()) {
            report.left(name.toString());
          } else {
            report.done(executor.execute(plans.get(name), LakeCatalog.require(catalog, name)));
          }
        });

    return report;
  }

  /** In the order in which they are worth being done. */
  private Map<TableIdentifier, MaintenancePlan> planned(
      List<TableIdentifier> tables, Report report) {
    List<TableFacts> facts = new ArrayList<>();
    each(
        tables,
        report,
        name -> {
          if (!ending.isAsked()) {
            Now now = clock.read();
            TableFacts read =
                factsReader.read(name, LakeCatalog.require(catalog, name), now.time());
            facts.add(now.doubt().map(read::keepingRows).orElse(read));
          }
        });
    Map<TableIdentifier, MaintenancePlan> plans = new LinkedHashMap<>();
    for (MaintenancePlan plan : planner.plan(facts)) {
      plans.put(TableIdentifier.parse(plan.table()), plan);
      report.planned(plan);
      log.info("Maintenance planned\n{}", plan.describe());
    }

    return plans;
  }

  static void each(
      Collection<TableIdentifier> tables, Report report, Consumer<TableIdentifier> work) {
    for (TableIdentifier name : tables) {
      try {
        work.accept(name);
      } catch (AccountDamagedException e) {
        log.error("Maintenance stopped, rows were lost table={}", name, e);
        report.damaged(name.toString(), e.fault(), e.getMessage());

        return;
      } catch (RuntimeException e) {
        log.warn("Maintenance failed table={}", name, e);
        report.refused(name.toString(), LakeFailures.fault(e), LakeFailures.reason(e));
      }
    }
  }
}
