package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every contract, payload and piece of garbage. */
class RandomEventsTest {
  private static final int CONTRACTS = 60;

  @Test
  void readsWhateverItWrote() {
    for (int seed = 0; seed < CONTRACTS; seed++) {
      RandomContracts random = new RandomContracts(seed);
      Contract contract = random.contract();
      InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
      EventEncoder encoder = Records.encoder(contract, registry);
      EventDecoder decoder = new EventDecoder(contract, registry);
      for (int i = 0; i < 5; i++) {
        GenericRecord payload = random.payload(contract);

        Decoded decoded = decoder.decode(Records.received(encoder.encode(payload)));

        assertThat(decoded)
            .as("seed %d", seed)
            .isInstanceOfSatisfying(
                Decoded.Event.class, event -> assertThat(event.payload()).isEqualTo(payload));
      }
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void neverThrowsWhateverArrives() {
    Map<RefusalCause, Integer> refusals = new EnumMap<>(RefusalCause.class);
    for (int seed = 0; seed < CONTRACTS; seed++) {
      Random random = new Random(seed);
      RandomContracts contracts = new RandomContracts(seed);
      Contract contract = contracts.contract();
      InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
      EventEncoder encoder = Records.encoder(contract, registry);
      EventDecoder decoder = new EventDecoder(contract, registry);
      ProducerRecord<byte[], byte[]> sent = encoder.encode(contracts.payload(contract));
      for (int i = 0; i < 300; i++) {
        Decoded decoded =
            decoder.decode(
                Records.received(
                    sent.key(), mutated(sent.value(), random), headers(sent, random), Pings.NOW));
        if (decoded instanceof Decoded.Refused refused) {
          refusals.merge(refused.cause(), 1, Integer::sum);
        }
      }
    }

    assertThat(refusals)
        .containsKeys(
            RefusalCause.MISSING_ENVELOPE,
            RefusalCause.WRONG_TYPE,
            RefusalCause.NOT_WIRE_FORMAT,
            RefusalCause.UNKNOWN_SCHEMA,
            RefusalCause.UNDECODABLE,
            RefusalCause.INVALID_VALUE);
  }

  private static byte[] mutated(byte[] value, Random random) {
    byte[] bytes = Arrays.copyOf(value, value.length + random.nextInt(10) / 8);
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        for (int at = WireFormat.HEADER_BYTES; at < bytes.length; at++) {
          bytes[at] = (byte) random.nextInt();
        }
      }
      default -> {
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }

    return bytes;
  }

  private static RecordHeaders headers(ProducerRecord<byte[], byte[]> sent, Random random) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : sent.headers()) {
      int fate = random.nextInt(40);
      if (fate > 0) {
        headers.add(header.key(), fate == 1 ? mutated(header.value(), random) : header.value());
      }
    }

    return headers;
  }
}
