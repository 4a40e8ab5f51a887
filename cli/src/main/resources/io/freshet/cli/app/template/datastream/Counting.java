package application;

import org.apache.flink.api.common.functions.AggregateFunction;

/** The rule: each event counts one. */
final class Counting implements AggregateFunction<Event, Long, Long> {
  private static final long serialVersionUID = 1L;

  @Override
  public Long createAccumulator() {
    return 0L;
  }

  @Override
  public Long add(Event event, Long count) {
    return count + 1;
  }

  @Override
  public Long getResult(Long count) {
    return count;
  }

  @Override
  public Long merge(Long some, Long more) {
    return some + more;
  }
}
