package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventRouterTest {
  private static final int SEEDS = 50;

  @Test
  void putsAnEventWhereItsEncoderDoes() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomContracts random = new RandomContracts(seed);
      Contract contract = random.contract();
      GenericRecord payload = random.payload(contract);
      ProducerRecord<byte[], byte[]> sent =
          Records.encoder(contract, new InMemorySchemaRegistry()).encode(payload);

      EventRouter router = new EventRouter(contract, contract.requireStream().partitions());

      assertThat(router.key(payload)).contains(sent.key());
      assertThat(router.partition(payload)).isEqualTo(sent.partition());
    }
  }
}
