package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.Duration;

/**
 * How the job reaches the streams.
 *
 * @param application names the consumer group and the transactions
 * @param transactionTimeout how long Kafka keeps a transaction that nobody ends
 */
public record StreamAccess(
    String application,
    KafkaSettings kafka,
    RegistrySettings registry,
    Duration transactionTimeout) {
  /** For those who only look at SQL. */
  public static StreamAccess none(String application) {
    return new StreamAccess(
        application,
        new KafkaSettings("kafka.invalid:9092", 1),
        RegistrySettings.of("http://registry.invalid"),
        Duration.ZERO);
  }

  public String group() {
    return "freshet-app-" + application;
  }
}
