package io.freshet.testing.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Contracts of what people look at in an app, and raw records of them. */
public final class Views {
  public static final String NAME = "views";
  public static final String TOPIC = "raw_json";
  public static final int MAX_MESSAGE_BYTES = 4096;

  /** When the raw topic took each record in. */
  public static final long RECEIVED = 1_790_000_000_123L;

  public static final String STRUCTURED = "application/cloudevents+json";

  /** All that a view must have; it happened when it was received. */
  public static final String VIEW =
      """
      {"city": "oslo", "visitor": 4711, "event_time": "2026-09-21T14:13:20Z"}""";

  private Views() {}

  /**
   * @param more customProperties, such as {@code - {property: table, value: none}}
   */
  public static String yaml(String name, String more) {
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: %1$s
        name: %1$s
        version: 1.0.0
        status: active
        domain: app
        description: {purpose: Who looked at what}
        team: {name: app}
        schema:
          - name: %1$s
            properties:
              - name: city
                logicalType: string
                required: true
                description: Where it was
                customProperties: [{property: fieldId, value: 1}]
              - name: visitor
                logicalType: integer
                physicalType: long
                required: true
                description: Who it was
                customProperties: [{property: fieldId, value: 2}]
              - name: event_time
                logicalType: timestamp
                required: true
                description: When it was
                customProperties: [{property: fieldId, value: 3}]
              - name: note
                logicalType: string
                description: What was seen
                customProperties: [{property: fieldId, value: 4}]
              - name: seconds
                logicalType: integer
                physicalType: int
                description: How long
                customProperties: [{property: fieldId, value: 5}]
        customProperties:
          - {property: partitionKey, value: city}
          - {property: entityKey, value: visitor}
          - {property: eventTime, value: event_time}
          - {property: replicas, value: 1}
          - {property: maxMessageBytes, value: %2$d}
        %3$s"""
        .formatted(name, MAX_MESSAGE_BYTES, more.indent(2));
  }

  public static Contract contract() {
    return ContractTexts.parse(NAME, yaml(NAME, "- {property: takesRawJson, value: true}"));
  }

  /** An event in CloudEvents' JSON format. */
  public static String event(String id, String type, String data) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/app", "type": "%s", "data": %s}"""
        .formatted(id, type, data);
  }

  public static ConsumerRecord<byte[], byte[]> structured(String json) {
    return raw(json.getBytes(UTF_8), Map.of("content-type", STRUCTURED));
  }

  /** The headers that binary mode asks for. */
  public static Map<String, String> headers(String type) {
    return new TreeMap<>(
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "7",
            "ce_source",
            "/app",
            "ce_type",
            type,
            "content-type",
            "application/json"));
  }

  public static ConsumerRecord<byte[], byte[]> raw(byte[] value, Map<String, String> headers) {
    RecordHeaders recordHeaders = new RecordHeaders();
    headers.forEach(
        (name, text) -> recordHeaders.add(new RecordHeader(name, text.getBytes(UTF_8))));

    return raw(value, recordHeaders);
  }

  public static ConsumerRecord<byte[], byte[]> raw(byte[] value, RecordHeaders headers) {
    return new LogPlace(TOPIC, 2, 17, RECEIVED).holding(null, value, headers);
  }

  /** What the validator has sent, as its stream has it an hour later. */
  public static ConsumerRecord<byte[], byte[]> appended(ProducerRecord<byte[], byte[]> event) {
    return new LogPlace(event.topic(), event.partition(), 0, RECEIVED + 3_600_000).holding(event);
  }
}
