package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import org.apache.kafka.clients.producer.Producer;

/** Producers on clients of a test's choice, for tests of other packages. */
public final class TestProducers {
  private TestProducers() {}

  public static AwaitedProducer awaited(
      Contract contract, EventEncoder encoder, Producer<byte[], byte[]> kafka) {
    return new AwaitedProducer(new EventProducer(contract.name(), encoder, kafka), contract);
  }
}
