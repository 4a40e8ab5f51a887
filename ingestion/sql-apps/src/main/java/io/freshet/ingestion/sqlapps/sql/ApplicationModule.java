package io.freshet.ingestion.sqlapps.sql;

import java.util.Optional;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.module.Module;

/** Where a plan that is loaded looks for the factory: it asks no catalog for that of a sink. */
final class ApplicationModule implements Module {
  private final TableFactory factory;

  ApplicationModule(TableFactory factory) {
    this.factory = factory;
  }

  @Override
  public Optional<DynamicTableSourceFactory> getTableSourceFactory() {
    return Optional.of(factory);
  }

  @Override
  public Optional<DynamicTableSinkFactory> getTableSinkFactory() {
    return Optional.of(factory);
  }
}
