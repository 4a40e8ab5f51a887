package io.freshet.ingestion.sqlapps.sql;

import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.redis.RedisTableSink;
import io.freshet.ingestion.sqlapps.stream.StreamSource;
import io.freshet.ingestion.sqlapps.stream.StreamTableSink;
import io.freshet.ingestion.sqlapps.stream.StreamTableSource;
import io.freshet.ingestion.sqlapps.webhook.WebhookTableSink;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.types.logical.RowType;

/** Makes the sources and sinks of one application's tables, by their names. */
final class TableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  static final String CONNECTOR = "freshet";

  private final Map<String, StreamSource> sources = new HashMap<>();
  private final Map<String, SinkTable> sinks = new HashMap<>();
  private final KnownContracts contracts;
  private final Connections connections;

  TableFactory(Application application, KnownContracts contracts, Connections connections) {
    this.contracts = contracts;
    this.connections = connections;
    for (SourceStream source : application.sources()) {
      sources.put(
          source.stream(),
          new StreamSource(source, contracts.contract(source.stream()), connections.streams()));
    }
    for (SinkTable sink : application.sinks()) {
      sinks.put(sink.table(), sink);
    }
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    String name = context.getObjectIdentifier().getObjectName();
    StreamSource source = sources.get(name);
    if (source == null) {
      throw new ValidationException("%s is a sink and can't be read".formatted(name));
    }

    return new StreamTableSource(source);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    String name = context.getObjectIdentifier().getObjectName();
    SinkTable sink = sinks.get(name);
    if (sink instanceof SinkTable.Stream stream) {
      RowType type = (RowType) context.getPhysicalRowDataType().getLogicalType();

      return new StreamTableSink(stream, contracts.contract(name), type, connections.streams());
    }
    if (sink instanceof SinkTable.Redis redis) {
      return new RedisTableSink(redis, connections.redis());
    }
    if (sink instanceof SinkTable.Webhook webhook) {
      return new WebhookTableSink(webhook, () -> connections.webhooks().apply(webhook.to()));
    }
    throw new ValidationException("%s is a source and can't be written".formatted(name));
  }

  @Override
  public String factoryIdentifier() {
    return CONNECTOR;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }
}
