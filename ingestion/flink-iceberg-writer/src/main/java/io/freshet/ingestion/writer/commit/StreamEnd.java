package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Finds the partitions that have been read to their end, which hold no watermark back. */
final class StreamEnd {
  private final LogEnds log;

  StreamEnd(LogEnds log) {
    this.log = log;
  }

  /**
   * What the log says about the partitions that a commit brought nothing from.
   *
   * @param idle read to their end, or of a topic that has been replaced
   * @param unread whether a partition that the table has never read holds records
   */
  record Silence(Set<Position> idle, boolean unread) {}

  Silence listen(Ledger ledger, Collection<Position> active, int currentSource) {
    LogSource source = ledger.sources().get(currentSource);
    refuseReplaced(source, log.topicId(source.topic()));
    Set<Position> idle = new HashSet<>();
    boolean unread = false;
    for (int partition : log.partitions(source.topic())) {
      Position position = new Position(currentSource, partition);
      boolean atEnd =
          !active.contains(position)
              && log.isReadToEnd(
                  new TopicPartition(source.topic(), partition), ledger.end(position));
      if (atEnd) {
        idle.add(position);
      } else if (ledger.entry(position).isEmpty()) {
        unread = true;
      }
    }
    for (Map.Entry<Position, Ledger.Entry> entry : ledger.entries().entrySet()) {
      if (entry.getKey().source() != currentSource) {
        idle.add(entry.getKey());
      }
    }

    return new Silence(idle, unread);
  }

  /**
   * Whatever was read of a new topic under the old one's number is committed after the topic was
   * replaced, so to look at each commit leaves no gap.
   */
  static void refuseReplaced(LogSource known, String presentId) {
    if (!known.topicId().equals(presentId)) {
      throw new ReplacedTopicException("Topic " + known.topic());
    }
  }
}
