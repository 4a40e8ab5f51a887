package io.freshet.serving.eta.redis;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Gathers writes and sends them when there are enough, when they have waited long enough, and at
 * each checkpoint, which waits until Redis has taken all. More are gathered while some are under
 * way: the events after them need not wait for Redis. Fails where waiting would not help.
 */
final class RedisWriter implements SinkWriter<RedisWrite> {
  private final RedisTarget target;
  private final ProcessingTimeService clock;
  private final RedisWrites writes;
  private boolean timerIsSet;

  RedisWriter(RedisTarget target, ProcessingTimeService clock, SinkWriterMetricGroup metrics) {
    this.target = target;
    this.clock = clock;
    this.writes = new RedisWrites(target, new Metered(metrics));
  }

  /**
   * Writes the heartbeat from now on: at a steady pace as long as the task works, and so not while
   * it is down or waits for Redis. The first comes after one interval: a job that fails as soon as
   * it starts, again and again, tells nobody that it lives.
   */
  void beat(Heartbeat heartbeat) {
    clock.registerTimer(
        clock.getCurrentProcessingTime() + heartbeat.every().toMillis(),
        time -> {
          add(Heartbeat.at(clock.getCurrentProcessingTime()));
          beat(heartbeat);
        });
  }

  @Override
  public void write(RedisWrite write, Context context) throws InterruptedException {
    add(write);
  }

  private void add(RedisWrite write) throws InterruptedException {
    writes.add(write);
    if (writes.untried() >= target.batch()) {
      writes.sendAhead();
    }
    sendLater();
  }

  /** Where writes wait: to be sent, or for their answers, without which no others go. */
  private void sendLater() {
    if (timerIsSet || writes.size() == 0) {
      return;
    }
    timerIsSet = true;
    clock.registerTimer(
        clock.getCurrentProcessingTime() + Math.max(1, target.linger().toMillis()),
        time -> {
          timerIsSet = false;
          writes.sendAhead();
          sendLater();
        });
  }

  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    writes.flush();
  }

  @Override
  public void close() {
    writes.close();
  }

  private static final class Metered implements RedisWrites.Counts {
    private final Counter sent;
    private final Counter stale;
    private final Counter refused;

    Metered(SinkWriterMetricGroup metrics) {
      this.sent = metrics.getNumRecordsSendCounter();
      this.stale = metrics.counter("staleWrites");
      this.refused = metrics.getNumRecordsSendErrorsCounter();
    }

    @Override
    public void written() {
      sent.inc();
    }

    @Override
    public void stale() {
      stale.inc();
    }

    @Override
    public void refused() {
      refused.inc();
    }
  }
}
