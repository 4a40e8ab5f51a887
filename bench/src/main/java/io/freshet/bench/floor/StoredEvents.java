package io.freshet.bench.floor;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads streams from their beginning with a plain consumer and our decoder, nothing around them.
 */
final class StoredEvents implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> kafka;
  private final Map<String, EventDecoder> decoders = new HashMap<>();
  private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();

  StoredEvents(Settings settings, List<Contract> contracts) {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));
    for (Contract contract : contracts) {
      decoders.put(Streams.topic(contract), new EventDecoder(contract, registry));
    }
    kafka =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KafkaSettings.from(settings).bootstrap(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        decoders.keySet().stream()
            .flatMap(topic -> kafka.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    kafka.assign(partitions);
    rewind();
  }

  /** Begins anew with the first event. */
  void rewind() {
    kafka.seekToBeginning(kafka.assignment());
    fetched = Collections.emptyIterator();
  }

  /** Hands over the next so many events, decoded; fails when one is refused or they do not come. */
  void read(long events, BiConsumer<ConsumerRecord<byte[], byte[]>, Decoded.Event> each) {
    fetch(events, stored -> each.accept(stored, decode(stored)));
  }

  /** Hands over the next so many events as the log holds them. */
  void fetch(long events, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    for (long read = 0; read < events; read++) {
      if (!fetched.hasNext() && !poll()) {
        throw new FreshetException(
            Fault.DEPENDENCY, "Kafka gave %d of %d events".formatted(read, events));
      }
      each.accept(fetched.next());
    }
  }

  /** Whether anything came. */
  private boolean poll() {
    long beginNanos = System.nanoTime();
    do {
      fetched = kafka.poll(POLL).iterator();
    } while (!fetched.hasNext() && System.nanoTime() - beginNanos < LONGEST_SILENCE.toNanos());

    return fetched.hasNext();
  }

  Decoded.Event decode(ConsumerRecord<byte[], byte[]> stored) {
    Decoded decoded = decoders.get(stored.topic()).decode(stored);
    if (decoded instanceof Decoded.Event event) {
      return event;
    }
    throw new FreshetException(Fault.OURS, "The simulator's event is refused: " + decoded);
  }

  @Override
  public void close() {
    kafka.close();
  }
}
