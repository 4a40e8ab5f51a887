package io.freshet.local.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Counts what a source numbers: after any restart, the count of the records seen and the number of
 * the last one agree only if both went on from the same checkpoint.
 */
public final class CounterApplication {
  private static final double RECORDS_PER_SECOND = 500;

  private CounterApplication() {}

  /** Arguments: a file for what happened, how many records there are. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(500);
    DataGeneratorSource<Long> numbers =
        new DataGeneratorSource<>(
            number -> number,
            Long.parseLong(arguments[1]),
            RateLimiterStrategy.perSecond(RECORDS_PER_SECOND),
            Types.LONG);

    environment
        .fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
        .uid("numbers")
        .map(new Counter(arguments[0]))
        .uid("counter")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
    environment.execute("counter");
  }

  private static final class Counter extends RichMapFunction<Long, Long>
      implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final String file;
    private transient ListState<Long> counts;
    private long count;

    Counter(String file) {
      this.file = file;
    }

    @Override
    public Long map(Long number) {
      count++;

      return number;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      counts.clear();
      counts.add(count);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      counts =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("counts", Types.LONG));
      for (long part : counts.get()) {
        count += part;
      }
      tell("restored=%s count=%d".formatted(context.isRestored(), count));
    }

    @Override
    public void close() {
      tell("closed count=%d".formatted(count));
    }

    private void tell(String line) {
      try {
        Files.writeString(
            Path.of(file),
            line + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
