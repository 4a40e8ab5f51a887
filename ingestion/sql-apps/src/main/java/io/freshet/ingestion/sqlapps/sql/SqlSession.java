package io.freshet.ingestion.sqlapps.sql;

import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.redis.RedisTableSink;
import io.freshet.ingestion.sqlapps.stream.ContractColumns;
import io.freshet.ingestion.sqlapps.webhook.WebhookTableSink;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.ExecutionConfigOptions.NotNullEnforcer;
import org.apache.flink.table.api.config.ExecutionConfigOptions.UpsertMaterialize;
import org.apache.flink.table.api.config.OptimizerConfigOptions;

/** Flink's SQL with the tables of one application. */
public final class SqlSession {
  /** Parallelism may grow up to it without losing state. */
  public static final int MAX_PARALLELISM = 128;

  private final StreamTableEnvironment tables;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> columns = new TreeSet<>();

  private SqlSession(StreamTableEnvironment tables) {
    this.tables = tables;
  }

  /**
   * @param contracts have every stream that the application names
   */
  public static SqlSession open(
      StreamExecutionEnvironment environment,
      Application application,
      KnownContracts contracts,
      Connections connections) {
    environment.setMaxParallelism(MAX_PARALLELISM);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    configure(tables.getConfig(), application);
    TableFactory factory = new TableFactory(application, contracts, connections);
    tables.registerCatalog(ApplicationCatalog.NAME, new ApplicationCatalog(factory));
    tables.loadModule(ApplicationCatalog.NAME, new ApplicationModule(factory));
    tables.useCatalog(ApplicationCatalog.NAME);
    SqlSession session = new SqlSession(tables);
    for (SourceStream source : application.sources()) {
      session.add(
          source.stream(), ContractColumns.read(contracts.contract(source.stream())), Map.of());
    }
    for (SinkTable sink : application.sinks()) {
      session.add(sink, contracts);
    }

    return session;
  }

  private static void configure(TableConfig config, Application application) {
    config.setLocalTimeZone(ZoneOffset.UTC);
    config.set(
        ExecutionConfigOptions.IDLE_STATE_RETENTION, application.stateTtl().orElse(Duration.ZERO));
    // Only the key of a hash may not be null: a row without one has no place.
    config.set(ExecutionConfigOptions.TABLE_EXEC_SINK_NOT_NULL_ENFORCER, NotNullEnforcer.DROP);
    // Flink merges scans of other columns into one, and loses the time attribute on the way; ours
    // share one reader in any case.
    config.set(OptimizerConfigOptions.TABLE_OPTIMIZER_REUSE_SOURCE_ENABLED, false);
    // A hash keeps the newest row by itself; that needs no state.
    config.set(ExecutionConfigOptions.TABLE_EXEC_SINK_UPSERT_MATERIALIZE, UpsertMaterialize.NONE);
  }

  private void add(SinkTable sink, KnownContracts contracts) {
    if (sink instanceof SinkTable.Stream stream) {
      add(
          sink.table(),
          ContractColumns.written(contracts.contract(sink.table())),
          Map.of("delivery", stream.delivery().name().toLowerCase(Locale.ROOT)));
    } else if (sink instanceof SinkTable.Redis redis) {
      add(sink.table(), RedisTableSink.schema(redis), Map.of());
    } else if (sink instanceof SinkTable.Webhook webhook) {
      add(sink.table(), WebhookTableSink.schema(webhook), Map.of());
    }
  }

  private void add(String name, Schema schema, Map<String, String> options) {
    TableDescriptor.Builder descriptor =
        TableDescriptor.forConnector(TableFactory.CONNECTOR).schema(schema);
    options.forEach(descriptor::option);
    String quoted = "`" + name + "`"; // it may be a word of SQL's
    tables.createTable(quoted, descriptor.build());
    names.add(name);
    columns.addAll(tables.from(quoted).getResolvedSchema().getColumnNames());
  }

  public StreamTableEnvironment tables() {
    return tables;
  }

  /** The tables that SQL may name. */
  Set<String> names() {
    return names;
  }

  /** The columns of all of them. */
  Set<String> columns() {
    return columns;
  }
}
