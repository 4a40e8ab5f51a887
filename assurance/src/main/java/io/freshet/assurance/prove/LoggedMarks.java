package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.envelope.IntakeMark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which events of each gateway's account a log holds. Not thread-safe. */
final class LoggedMarks {
  // What the clocks of gateway and broker may differ, and more.
  private static final long MARGIN_MINUTES = 10;

  private final IntakeMark.Reader reader = new IntakeMark.Reader();
  private final Map<IntakeMark.Account, Offsets> numbers = new HashMap<>();
  private final Map<Integer, Long> first = new HashMap<>();
  private long wholeFrom;

  private LoggedMarks(long wholeFrom) {
    this.wholeFrom = wholeFrom;
  }

  /** Of a log that is read from its beginning. */
  static LoggedMarks read() {
    return new LoggedMarks(0);
  }

  /** Of a log that is not, or not the only one that the events went to. */
  static LoggedMarks unread() {
    return new LoggedMarks(Long.MAX_VALUE);
  }

  void add(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    first.putIfAbsent(kafkaRecord.partition(), kafkaRecord.timestamp());
    reader
        .read(kafkaRecord.headers())
        .ifPresent(
            mark ->
                numbers
                    .computeIfAbsent(mark.account(), unseen -> new Offsets())
                    .add(mark.number()));
  }

  /** Retention took all that came before the first record that is left. */
  void readTo(Log.Topic topic) {
    topic
        .begins()
        .forEach(
            (partition, begin) -> {
              if (begin > 0) {
                long from =
                    first.containsKey(partition)
                        ? Duration.ofMillis(first.get(partition)).toMinutes() + MARGIN_MINUTES
                        : Long.MAX_VALUE;
                wholeFrom = Math.max(wholeFrom, from);
              }
            });
  }

  /** Whether all events of that account are known that the log ever had. */
  boolean areWhole(IntakeMark.Account account) {
    return account.minute() >= wholeFrom;
  }

  /**
   * Events, however often the log has each: a gateway that got no answer may have sent it twice.
   */
  long count(IntakeMark.Account account) {
    return numbers.getOrDefault(account, new Offsets()).distinctCount();
  }
}
