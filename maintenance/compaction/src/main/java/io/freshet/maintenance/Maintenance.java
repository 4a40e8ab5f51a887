package io.freshet.maintenance;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Planner;
import io.freshet.maintenance.plan.Policy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans for tables one after the other and, if asked to, does what it planned. A table that fails
 * does not keep the others from being maintained, unless something was lost: then nothing further
 * is touched, and the report says so.
 */
final class Maintenance {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  private final Catalog catalog;
  private final FactsReader factsReader;
  private final Planner planner;
  private final Executor executor;
  private final InstantSource clock;

  /**
   * @param listener hears of each rewrite
   */
  Maintenance(SparkSession spark, Policy policy, InstantSource clock, CommitListener listener) {
    OrphanFinder orphanFinder = new OrphanFinder(spark);
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    this.factsReader = new FactsReader(policy, orphanFinder);
    this.planner = new Planner(policy);
    this.executor = new Executor(spark, orphanFinder, listener);
    this.clock = clock;
  }

  /** Every table of the catalog, by name. */
  List<TableIdentifier> allTables() {
    List<TableIdentifier> tables = new ArrayList<>();
    for (Namespace namespace : ((SupportsNamespaces) catalog).listNamespaces()) {
      tables.addAll(catalog.listTables(namespace));
    }
    tables.sort(Comparator.comparing(TableIdentifier::toString));

    return tables;
  }

  /** What would be done; changes nothing. */
  Report plan(List<TableIdentifier> tables) {
    return each(tables, (name, report) -> plan(name, LakeCatalog.require(catalog, name), report));
  }

  Report run(List<TableIdentifier> tables) {
    return each(
        tables,
        (name, report) -> {
          Table table = LakeCatalog.require(catalog, name);
          report.done(executor.execute(plan(name, table, report), table));
        });
  }

  private MaintenancePlan plan(TableIdentifier name, Table table, Report report) {
    MaintenancePlan plan = planner.plan(factsReader.read(name, table, clock.instant()));
    report.planned(plan);
    log.info("Maintenance planned\n{}", plan.describe());

    return plan;
  }

  static Report each(List<TableIdentifier> tables, BiConsumer<TableIdentifier, Report> work) {
    Report report = new Report();
    for (TableIdentifier name : tables) {
      try {
        work.accept(name, report);
      } catch (AccountDamagedException e) {
        log.error("Maintenance stopped, rows were lost table={}", name, e);
        report.refused(name.toString(), e.fault(), e.getMessage());

        return report;
      } catch (RuntimeException e) {
        log.warn("Maintenance failed table={}", name, e);
        report.refused(name.toString(), LakeFailures.fault(e), LakeFailures.reason(e));
      }
    }

    return report;
  }
}
