package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log without brokers: keeps what is sent, and acknowledges it at once or when told to. */
public final class FakeKafka {
  private final MockProducer<byte[], byte[]> durable;
  private final MockProducer<byte[], byte[]> fast;
  private final List<Contract> contracts;

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
    Map<String, Integer> partitions = new HashMap<>();
    contracts.forEach(
        contract -> partitions.put(contract.name(), contract.requireStream().partitions()));

    return OpenStreams.open(
        contracts, registry, EventEncoder.Origin.of("/event-gateway"), partitions);
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
        new Cluster("test", List.of(node), partitions, Set.of(), Set.of()),
        acknowledges,
        null,
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
