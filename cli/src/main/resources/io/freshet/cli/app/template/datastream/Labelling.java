package application;

import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Says of a count whose it is. */
final class Labelling extends ProcessWindowFunction<Long, Count, String, TimeWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(String key, Context context, Iterable<Long> counts, Collector<Count> out) {
    counts.forEach(count -> out.collect(new Count(key, context.window().getEnd(), count)));
  }
}
