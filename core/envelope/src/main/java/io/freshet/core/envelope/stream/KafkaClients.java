package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.FreshetException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Makes clients of Kafka. A client resolves its brokers' names as it is made, and what it throws
 * where it can't names no broker: here it does.
 */
public final class KafkaClients {
  private KafkaClients() {}

  /**
   * One to ask about topics and groups; the caller closes it.
   *
   * @throws FreshetException that says which Kafka can't be reached, and why
   */
  public static Admin admin(KafkaSettings kafka) {
    return made(kafka, () -> Admin.create(kafka.clientConfig()));
  }

  /**
   * Any other one.
   *
   * @param client makes it for that Kafka
   * @throws FreshetException that says which Kafka can't be reached, and why
   */
  public static <T> T made(KafkaSettings kafka, Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      throw KafkaFaults.failure(
          "reach Kafka at %s, as kafka.bootstrap has it".formatted(kafka.bootstrap()), e);
    }
  }
}
