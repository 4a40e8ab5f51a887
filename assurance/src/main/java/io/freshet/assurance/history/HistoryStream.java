package io.freshet.assurance.history;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.util.List;

/** The stream {@code freshness_history} in Kafka. Not thread-safe. */
public final class HistoryStream implements HistoryKeeper.Delivery {
  private static final String SENDER = "/freshet/freshness";

  private final AwaitedProducer producer;

  private HistoryStream(AwaitedProducer producer) {
    this.producer = producer;
  }

  /**
   * @param contract {@code freshness_history}
   * @throws io.freshet.core.toolkit.FreshetException when the topic is not there, or Kafka or the
   *     registry are away
   */
  public static HistoryStream open(
      Contract contract, KafkaSettings kafka, SchemaRegistry registry) {
    return new HistoryStream(AwaitedProducer.open(contract, kafka, registry, SENDER));
  }

  /**
   * Returns when Kafka has all of them.
   *
   * @throws io.freshet.core.toolkit.FreshetException when it does not take one
   */
  @Override
  public void deliver(List<HopAge> ages) {
    ages.forEach(age -> producer.send(age.id(), age.columns()));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
