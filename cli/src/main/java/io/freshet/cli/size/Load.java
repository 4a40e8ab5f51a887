package io.freshet.cli.size;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be carried.
 *
 * @param eventsPerSecond at the busiest, of all streams
 * @param averageShare what a day has on average, of the busiest; storage follows it
 * @param overHttp the share of events that comes through gateways
 * @param retention how long tables keep rows
 * @param kafkaRetention how long Kafka keeps events
 * @param copies of each event in Kafka
 * @param interval between commits
 * @param busy how busy cores may be at the busiest
 * @param activeOrders 0: as many as were measured beside that many events
 * @param queriesPerMinute of the dearest kind that was measured
 */
record Load(
    long eventsPerSecond,
    double averageShare,
    double overHttp,
    int markets,
    int tables,
    Duration retention,
    Duration kafkaRetention,
    int copies,
    Duration interval,
    double busy,
    long activeOrders,
    double queriesPerMinute) {
  private static final long MOST_MEASURED = 53_200;
  private static final int TRUSTED_FACTOR = 100;
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

  Load {
    List<String> problems = new ArrayList<>();
    if (eventsPerSecond < 1) {
      problems.add("--events-per-second is %d; at least 1".formatted(eventsPerSecond));
    }
    if (eventsPerSecond > MOST_MEASURED * TRUSTED_FACTOR) {
      problems.add(
          ("--events-per-second is %,d; the most that was measured is %,d, and beyond a hundred"
                  + " times that (%,d) these figures say nothing: measure a part of it first")
              .formatted(eventsPerSecond, MOST_MEASURED, MOST_MEASURED * TRUSTED_FACTOR));
    }
    requireShare(problems, "--average", averageShare);
    requireShare(problems, "--busy", busy);
    if (overHttp < 0 || overHttp > 1) {
      problems.add("--over-http is %s; from 0 to 1".formatted(overHttp));
    }
    if (markets < 1 || tables < 1) {
      problems.add("--markets and --tables are %d and %d; at least 1".formatted(markets, tables));
    }
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      problems.add(
          ("--interval is %d s: a table can't be fresher than its commits are apart, and fewer than"
                  + " 5 s were not measured; ask Redis or the stream for what is fresher")
              .formatted(interval.toSeconds()));
    }
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      problems.add("--retention is below 1d, the size of a table's partition");
    }
    if (kafkaRetention.compareTo(interval.multipliedBy(2)) < 0) {
      problems.add(
          "--kafka-retention must outlast two commits, or what a writer has not read is lost");
    }
    if (copies < 1) {
      problems.add("--copies is %d; at least 1".formatted(copies));
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(Fault.CALLER, String.join("\n", problems));
    }
  }

  private static void requireShare(List<String> problems, String option, double share) {
    if (!(share > 0) || share > 1) {
      problems.add("%s is %s; above 0, and at most 1".formatted(option, share));
    }
  }

  double averageEvents() {
    return eventsPerSecond * averageShare;
  }
}
