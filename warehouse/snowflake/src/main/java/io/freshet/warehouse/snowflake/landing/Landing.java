package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.snowflake.landing.LandingPlan.Copy;
import io.freshet.warehouse.snowflake.landing.LandingPlan.Step;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what append snapshots have added to the landing folder, once each. Killed at any moment it
 * goes on where the bucket says that it was: a copy that is there is not made again, and the
 * watermark moves only after all copies of a snapshot.
 */
final class Landing {
  private static final Logger log = LoggerFactory.getLogger(Landing.class);

  private final Catalog catalog;
  private final LandingStore store;
  private final LandingSettings settings;

  Landing(Catalog catalog, LandingStore store, LandingSettings settings) {
    this.catalog = catalog;
    this.store = store;
    this.settings = settings;
  }

  /**
   * What one look at a table came to.
   *
   * @param snapshots that were looked at, those without rows to copy included
   * @param files copied now; those that were there already don't count
   * @param rows of these
   */
  record Landed(String table, int snapshots, int files, long rows) {}

  /** Lands whatever a contract's table has gained; nothing while there is no table. */
  Landed land(Contract contract) {
    if (!catalog.tableExists(TableLayout.name(contract))) {
      return new Landed(TableLayout.name(contract).toString(), 0, 0, 0);
    }

    return carryOut(contract, planner(contract).plan(landed(contract)));
  }

  /** Lands all that a table holds now, for a copy in the warehouse that was emptied before. */
  Landed reload(Contract contract) {
    LandingPlan plan = planner(contract).whole(landed(contract));
    store.write(watermark(contract), plan.before().toJson());

    return carryOut(contract, plan);
  }

  private LandingPlanner planner(Contract contract) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));

    return new LandingPlanner(
        table, TableLayout.name(contract), settings.location().resolve(contract.name()));
  }

  private Landed carryOut(Contract contract, LandingPlan plan) {
    LandedUpTo upTo = plan.before();
    if (!upTo.complete()) {
      store.write(watermark(contract), upTo.toJson());
    }
    int files = 0;
    long rows = 0;
    for (Step step : plan.steps()) {
      for (Copy copy : step.copies()) {
        if (store.copy(copy.from(), copy.to())) {
          files++;
          rows += copy.rows();
        }
      }
      upTo = upTo.next(step.snapshot(), step.sequence());
      store.write(watermark(contract), upTo.toJson());
      log.info(
          "Landed table={} snapshot={} operation={} files={} rows={}",
          contract.name(),
          step.snapshot(),
          step.operation(),
          step.copies().size(),
          step.rows());
    }

    return new Landed(TableLayout.name(contract).toString(), plan.steps().size(), files, rows);
  }

  private Optional<LandedUpTo> landed(Contract contract) {
    S3Place file = watermark(contract);

    return store.read(file).map(json -> LandedUpTo.parse(json, file));
  }

  private S3Place watermark(Contract contract) {
    return settings.watermarks().resolve(contract.name() + ".json");
  }
}
