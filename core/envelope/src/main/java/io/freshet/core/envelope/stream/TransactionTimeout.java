package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * How long Kafka keeps a transaction open that nobody ends, where a job's checkpoint commits it.
 * Too short, and it aborts one whose checkpoint counts its records as sent: then they are lost. So
 * it must outlast the slowest checkpoint and the restart that commits after it. While it lasts,
 * readers of committed records wait behind a job that is gone.
 */
public final class TransactionTimeout {
  /** A checkpoint that takes longer is given up. */
  public static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(2);

  /** For a job that dies when a checkpoint is complete, until it is back and commits. */
  public static final Duration RESTART = Duration.ofMinutes(5);

  private static final String BROKERS_LIMIT = "transaction.max.timeout.ms";
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private TransactionTimeout() {}

  /**
   * @param key the setting that says it
   * @throws InvalidSettingException when it is too short for the interval, or longer than the
   *     broker allows
   */
  public static void check(String key, Duration timeout, Duration interval, Duration brokersLimit) {
    Duration least = interval.plus(CHECKPOINT_TIMEOUT).plus(RESTART);
    if (timeout.compareTo(least) < 0) {
      throw new InvalidSettingException(
          key,
          Durations.print(timeout),
          "at least %s: an interval of %s, %s for a slow checkpoint, %s for a restart"
              .formatted(
                  Durations.print(least),
                  Durations.print(interval),
                  Durations.print(CHECKPOINT_TIMEOUT),
                  Durations.print(RESTART)));
    }
    if (timeout.compareTo(brokersLimit) > 0) {
      throw new InvalidSettingException(
          key,
          Durations.print(timeout),
          "at most %s, which is the broker's %s"
              .formatted(Durations.print(brokersLimit), BROKERS_LIMIT));
    }
  }

  public static Duration brokersLimit(Admin kafka) {
    Node broker =
        KafkaFaults.answer(kafka.describeCluster().nodes(), WITHIN, "ask Kafka for its brokers")
            .iterator()
            .next();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
    Config config =
        KafkaFaults.answer(
            kafka.describeConfigs(List.of(resource)).values().get(resource),
            WITHIN,
            "read a broker's settings");

    return Duration.ofMillis(Long.parseLong(config.get(BROKERS_LIMIT).value()));
  }
}
