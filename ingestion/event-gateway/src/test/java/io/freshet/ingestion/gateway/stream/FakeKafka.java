package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.ingestion.gateway.contracts.Served;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The log without brokers: keeps what is sent, acknowledges it at once or when told to, and gives
 * what is durable to readers.
 */
public final class FakeKafka implements Cluster {
  private final MockProducer<byte[], byte[]> durable;
  private final MockProducer<byte[], byte[]> fast;
  private final List<Contract> contracts;
  private final List<FakeConsumer> consumers = new CopyOnWriteArrayList<>();

  private FakeKafka(boolean acknowledges, List<Contract> contracts) {
    this.contracts = contracts;
    this.durable = producer(acknowledges, contracts);
    this.fast = producer(acknowledges, contracts);
  }

  public static FakeKafka acknowledging(Contract... contracts) {
    return new FakeKafka(true, List.of(contracts));
  }

  public static FakeKafka silent(Contract... contracts) {
    return new FakeKafka(false, List.of(contracts));
  }

  public KafkaLog log() {
    return new KafkaLog(durable, fast, Duration.ofSeconds(1));
  }

  public OpenStreams streams(SchemaRegistry registry) {
    return OpenStreams.open(
        contracts, registry, EventEncoder.Origin.of("/event-gateway"), partitions());
  }

  public ReadableStreams readable(SchemaRegistry registry) {
    List<Contract> readable =
        contracts.stream().filter(each -> !each.access().readers().isEmpty()).toList();

    return ReadableStreams.of(readable, registry, partitions());
  }

  public Served served(SchemaRegistry registry) {
    return Served.of(Contracts.of(contracts), streams(registry), readable(registry));
  }

  public FakeConsumer openConsumer() {
    FakeConsumer consumer =
        new FakeConsumer(
            partitions().entrySet().stream()
                .flatMap(
                    topic ->
                        IntStream.range(0, topic.getValue())
                            .mapToObj(each -> new TopicPartition(topic.getKey(), each)))
                .toList(),
            durable::history);
    consumers.add(consumer);

    return consumer;
  }

  /** In the order in which they were opened. */
  public List<FakeConsumer> consumers() {
    return consumers;
  }

  @Override
  public CompletableFuture<List<Integer>> brokers() {
    return CompletableFuture.completedFuture(List.of(1));
  }

  @Override
  public CompletableFuture<Topic> topic(String name) {
    return CompletableFuture.completedFuture(
        new Topic(
            name,
            Map.of("retention.ms", "1000"),
            IntStream.range(0, partitions().get(name))
                .mapToObj(each -> new Partition(each, 1, List.of(new Replica(1, true, true))))
                .toList()));
  }

  @Override
  public CompletableFuture<Offsets> offsets(String topic, int partition) {
    long end =
        durable.history().stream()
            .filter(sent -> sent.topic().equals(topic) && sent.partition() == partition)
            .count();

    return CompletableFuture.completedFuture(new Offsets(0, end));
  }

  private Map<String, Integer> partitions() {
    Map<String, Integer> partitions = new HashMap<>();
    contracts.forEach(
        contract -> partitions.put(contract.name(), contract.requireStream().partitions()));

    return partitions;
  }

  public List<ProducerRecord<byte[], byte[]>> durable() {
    return durable.history();
  }

  public List<ProducerRecord<byte[], byte[]>> fast() {
    return fast.history();
  }

  public void acknowledgeNext() {
    durable.completeNext();
  }

  public void failNext(RuntimeException failure) {
    if (!durable.errorNext(failure)) {
      fast.errorNext(failure);
    }
  }

  /** Puts a record there that no gateway has looked at. */
  public void put(ProducerRecord<byte[], byte[]> foreign) {
    Future<RecordMetadata> unused = durable.send(foreign);
  }

  /** Forgets what was sent and who has read it. */
  public void clear() {
    durable.clear();
    fast.clear();
    consumers.clear();
  }

  /** Every send fails from now on, at once. */
  public void refuse(RuntimeException failure) {
    durable.sendException = failure;
    fast.sendException = failure;
  }

  private static MockProducer<byte[], byte[]> producer(
      boolean acknowledges, List<Contract> contracts) {
    Node node = new Node(1, "localhost", 9092);
    List<PartitionInfo> partitions = new ArrayList<>();
    for (Contract contract : contracts) {
      for (int i = 0; i < contract.requireStream().partitions(); i++) {
        partitions.add(
            new PartitionInfo(contract.name(), i, node, new Node[] {node}, new Node[] {node}));
      }
    }

    return new MockProducer<>(
        new org.apache.kafka.common.Cluster("test", List.of(node), partitions, Set.of(), Set.of()),
        acknowledges,
        null,
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
