package io.freshet.serving.eta.behind;

import io.freshet.serving.eta.events.Timed;
import io.freshet.serving.eta.redis.RedisWrite;
import java.time.Duration;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells while the job reads what Kafka has had for long: then readers of Redis see what was, and
 * shall know it. Where nothing waits it tells nothing, and what it told ends by itself. Each
 * subtask speaks for itself, of the partitions that it reads. Keeps no state.
 */
public final class BehindFunction<T extends Timed> extends ProcessFunction<T, RedisWrite> {
  private static final long serialVersionUID = 1L;

  private final long afterMillis;

  private transient long toldAt;

  /**
   * @param after how long Kafka may have had what is read
   */
  public BehindFunction(Duration after) {
    this.afterMillis = after.toMillis();
  }

  @Override
  public void processElement(T event, Context context, Collector<RedisWrite> collector) {
    if (event.waitedMillis() <= afterMillis) {
      return;
    }
    long now = context.timerService().currentProcessingTime();
    if (now - toldAt >= BehindEntry.EVERY.toMillis()) {
      toldAt = now;
      collector.collect(BehindEntry.of(now, event.waitedMillis()));
    }
  }
}
