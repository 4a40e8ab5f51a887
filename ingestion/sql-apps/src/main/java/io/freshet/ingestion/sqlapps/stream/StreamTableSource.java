package io.freshet.ingestion.sqlapps.stream;

import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A contract's stream as a table that SQL reads. */
public final class StreamTableSource
    implements ScanTableSource, SupportsProjectionPushDown, SupportsSourceWatermark {
  private final StreamSource source;
  private int[] columns;
  private DataType produced;

  public StreamTableSource(StreamSource source) {
    this(source, all(source), ContractColumns.readType(source.contract()));
  }

  private StreamTableSource(StreamSource source, int[] columns, DataType produced) {
    this.source = source;
    this.columns = columns;
    this.produced = produced;
  }

  private static int[] all(StreamSource source) {
    int columns = source.contract().schema().fields().size() + ContractColumns.PLATFORM.size();

    return IntStream.range(0, columns).toArray();
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    TypeInformation<RowData> all =
        context.createTypeInformation(ContractColumns.readType(source.contract()));
    TypeInformation<RowData> some = context.createTypeInformation(produced);
    int[] chosen = columns;

    return new DataStreamScanProvider() {
      @Override
      public DataStream<RowData> produceDataStream(
          ProviderContext provider, StreamExecutionEnvironment environment) {
        // Flink gives what is returned here an id of its own, and would give it to the source.
        return source.open(environment, all).map(row -> project(row, chosen), some);
      }

      @Override
      public boolean isBounded() {
        return false;
      }
    };
  }

  /** The source makes generic rows, so that a field is no more than a reference. */
  private static RowData project(RowData row, int[] columns) {
    GenericRowData projected = new GenericRowData(row.getRowKind(), columns.length);
    for (int i = 0; i < columns.length; i++) {
      projected.setField(i, ((GenericRowData) row).getField(columns[i]));
    }

    return projected;
  }

  @Override
  public boolean supportsNestedProjection() {
    return false;
  }

  @Override
  public void applyProjection(int[][] projectedFields, DataType producedDataType) {
    columns = new int[projectedFields.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = projectedFields[i][0];
    }
    produced = producedDataType;
  }

  /** The source makes watermarks in any case, for each partition of the log. */
  @Override
  public void applySourceWatermark() {}

  @Override
  public DynamicTableSource copy() {
    return new StreamTableSource(source, columns, produced);
  }

  @Override
  public String asSummaryString() {
    return "Stream " + source.contract().name();
  }
}
