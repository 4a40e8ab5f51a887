package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.envelope.registry.RegistrySettings;
import java.time.Duration;

/**
 * How the job reaches the streams.
 *
 * @param application names the consumer group and the transactions
 * @param transactionTimeout how long Kafka keeps a transaction that nobody ends
 */
public record StreamAccess(
    String application, String bootstrap, RegistrySettings registry, Duration transactionTimeout) {
  /** For those who only look at SQL. */
  public static StreamAccess none(String application) {
    return new StreamAccess(
        application, "", RegistrySettings.of("http://registry.invalid"), Duration.ZERO);
  }

  public String group() {
    return "freshet-app-" + application;
  }
}
