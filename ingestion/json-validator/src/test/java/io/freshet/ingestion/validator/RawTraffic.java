package io.freshet.ingestion.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.testing.samples.Views;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends good and bad JSON as web and mobile would, and remembers what has to become of it. */
final class RawTraffic implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Random random;
  private final String topic;
  private final List<String> contracts;
  private final List<Future<RecordMetadata>> answers = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  /**
   * One raw record.
   *
   * @param contract what the event's stream or the dead letter's contract must be
   * @param cause of the dead letter; empty for one that fits
   */
  record Sent(String id, String contract, String cause, byte[] value) {
    boolean fits() {
      return cause.isEmpty();
    }
  }

  /** A raw record where Kafka has put it. */
  record Placed(Sent record, int partition, long offset, long receivedMillis) {}

  RawTraffic(String bootstrap, String topic, List<String> contracts, long seed) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("acks", "all");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.contracts = List.copyOf(contracts);
    this.random = new Random(seed);
  }

  void send(int records) {
    for (int i = 0; i < records; i++) {
      send();
    }
    producer.flush();
  }

  private void send() {
    String id = "r-" + sent.size();
    String contract = contracts.get(random.nextInt(contracts.size()));
    switch (random.nextInt(10)) {
      case 0 -> binary(id, contract, "", data("x"));
      case 1 -> structured(id, contract, "invalid_value", data("x").replace("\"oslo\"", "17"));
      case 2 -> binary(id, contract, "malformed_json", data("x").substring(5));
      case 3 -> structured(id, topic, "malformed_json", "nothing");
      case 4 -> unknown(id);
      default -> structured(id, contract, "", data("ø"));
    }
  }

  private String data(String note) {
    return """
        {"city": "oslo", "visitor": %d, "event_time": "%s", "note": "%s"}"""
        .formatted(random.nextInt(50), Instant.now().truncatedTo(ChronoUnit.MILLIS), note);
  }

  private void structured(String id, String contract, String cause, String data) {
    add(
        new Sent(id, contract, cause, Views.event(id, contract, data).getBytes(UTF_8)),
        Map.of("content-type", Views.STRUCTURED));
  }

  private void binary(String id, String contract, String cause, String data) {
    Map<String, String> headers = new LinkedHashMap<>(Views.headers(contract));
    headers.put("ce_id", id);
    add(new Sent(id, contract, cause, data.getBytes(UTF_8)), headers);
  }

  private void unknown(String id) {
    add(
        new Sent(
            id, topic, "unknown_contract", Views.event(id, "nobodys", data("x")).getBytes(UTF_8)),
        Map.of("content-type", Views.STRUCTURED));
  }

  private void add(Sent record, Map<String, String> headers) {
    RecordHeaders recordHeaders = new RecordHeaders();
    headers.forEach((name, text) -> recordHeaders.add(name, text.getBytes(UTF_8)));
    sent.add(record);
    answers.add(
        producer.send(
            new ProducerRecord<>(topic, null, null, null, record.value(), recordHeaders)));
  }

  /** All that was sent, acknowledged. */
  List<Placed> placed() throws ExecutionException, InterruptedException {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      RecordMetadata metadata = answers.get(i).get();
      placed.add(
          new Placed(sent.get(i), metadata.partition(), metadata.offset(), metadata.timestamp()));
    }

    return placed;
  }

  @Override
  public void close() {
    producer.close();
  }
}
