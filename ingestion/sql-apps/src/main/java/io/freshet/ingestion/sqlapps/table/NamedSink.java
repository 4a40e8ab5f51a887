package io.freshet.ingestion.sqlapps.table;

import java.util.function.Supplier;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;

/**
 * Where the rows of a table go, by an operator that is called after it.
 *
 * @param sink asked only where the job is made
 */
public record NamedSink(String table, Supplier<Sink<RowData>> sink)
    implements DataStreamSinkProvider {
  @Override
  public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
    return rows.sinkTo(sink.get())
        .name("Write " + table)
        .uid("write-" + table); // by which its state is found again
  }
}
