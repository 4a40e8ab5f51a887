package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterWriterTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final LogSource MEALS = new LogSource("cluster", "meals", "other-topic-id");
  private static final int ORIGIN = 5;
  private static final Decoded.Refused CUT_OFF =
      new Decoded.Refused(RefusalCause.UNDECODABLE, "it ends at byte 3");

  private final List<String> told = new ArrayList<>();
  private Table table;

  @BeforeEach
  void createTable() {
    table = new TripTables().create(TripTables.deadLetters());
    TableProvisioner.numberSource(table, MEALS);
  }

  @Test
  void keepsCauseBytesAndEnvelope() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", bytes("a-1")).add("empty", null);
    try (DeadLetterWriter writer = writer()) {
      writer.write(
          ORIGIN, kafkaRecord("trips", 2, 77, bytes("key"), bytes("bad"), headers), CUT_OFF);
      commit(writer);
    }

    Record row = TripTables.rows(table).get(0);
    assertThat(row.getField("contract")).isEqualTo("trips");
    assertThat(row.getField("cause")).isEqualTo("undecodable");
    assertThat(row.getField("detail")).isEqualTo("it ends at byte 3");
    assertThat(row.getField("payload")).isEqualTo(ByteBuffer.wrap(bytes("bad")));
    assertThat(row.getField("record_key")).isEqualTo(ByteBuffer.wrap(bytes("key")));
    assertThat(row.getField("received_at")).isEqualTo(RECEIVED.atOffset(ZoneOffset.UTC));
    assertThat(row.getField("origin_source")).isEqualTo(ORIGIN);
    assertThat(row.getField("origin_partition")).isEqualTo(2);
    assertThat(row.getField("origin_offset")).isEqualTo(77L);
    assertThat(row.getField("_source")).isEqualTo(1);
    assertThat(row.getField("_stream_partition")).isEqualTo(2);
    assertThat(row.getField("_offset")).isEqualTo(77L);
    assertThat(row.getField("origin")).isEqualTo("5:2:77");
    List<?> kept = (List<?>) row.getField("headers");
    assertThat(((Record) kept.get(0)).getField("value")).isEqualTo(ByteBuffer.wrap(bytes("a-1")));
    assertThat(((Record) kept.get(1)).getField("name")).isEqualTo("empty");
    assertThat(((Record) kept.get(1)).getField("value")).isNull();
    assertThat(told).hasSize(1);
  }

  @Test
  void keepsWhereARedrivenRecordWasRefusedFirst() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("freshet_origin", bytes("5:1:3"));
    try (DeadLetterWriter writer = writer()) {
      writer.write(
          ORIGIN, kafkaRecord("trips", 2, 77, bytes("key"), bytes("bad"), headers), CUT_OFF);
      commit(writer);
    }

    Record row = TripTables.rows(table).get(0);
    assertThat(row.getField("origin")).isEqualTo("5:1:3");
    assertThat(row.getField("origin_partition")).isEqualTo(2);
    assertThat(row.getField("origin_offset")).isEqualTo(77L);
    assertThat(told).containsExactly("5:2:77");
  }

  @Test
  void keepsRecordsWithoutKeyOrValue() {
    try (DeadLetterWriter writer = writer()) {
      writer.write(ORIGIN, kafkaRecord("trips", 0, 1, null, null, new RecordHeaders()), CUT_OFF);
      commit(writer);
    }

    Record row = TripTables.rows(table).get(0);
    assertThat(row.getField("payload")).isNull();
    assertThat(row.getField("record_key")).isNull();
    assertThat((List<?>) row.getField("headers")).isEmpty();
  }

  /** Otherwise what is read again would be refused again beside it. */
  @Test
  void isCaughtUpOnceTheTableHoldsWhatWasWritten() {
    try (DeadLetterWriter writer = writer()) {
      assertThat(writer.isCaughtUp("trips")).isTrue();
      writer.write(
          ORIGIN,
          kafkaRecord("trips", 2, 77, bytes("k"), bytes("bad"), new RecordHeaders()),
          CUT_OFF);
      assertThat(writer.isCaughtUp("trips")).isFalse();
      assertThat(writer.isCaughtUp("meals")).isTrue();

      TableCommittable committable = writer.finish().orElseThrow();
      Ledger after = Ledger.of(table.properties()).plus(committable.ranges());
      table.updateProperties().set(Ledger.PROPERTY, after.toJson()).commit();

      assertThat(writer.isCaughtUp("trips")).isTrue();
      assertThat(writer.end("trips", 2)).isEqualTo(78);
    }
  }

  @Test
  void keepsTheAccountOfEachTopicAndPartition() {
    try (DeadLetterWriter writer = writer()) {
      writer.write(ORIGIN, kafkaRecord("trips", 0, 3), CUT_OFF);
      writer.write(ORIGIN, kafkaRecord("trips", 0, 9), CUT_OFF);
      writer.write(ORIGIN, kafkaRecord("meals", 0, 4), CUT_OFF);

      assertThat(writer.finish().orElseThrow().ranges())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("counts.values")
          .containsExactlyInAnyOrder(range(1, 3, 10, 2), range(2, 4, 5, 1));
      assertThat(writer.finish()).isEmpty();
    }
  }

  @Test
  void writesNoRowThatTheTableHoldsButTellsTheTopicAgain() {
    Ledger ledger = Ledger.of(table.properties()).plus(List.of(range(1, 0, 10, 1)));
    table.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    try (DeadLetterWriter writer = writer()) {
      writer.write(ORIGIN, kafkaRecord("trips", 0, 9), CUT_OFF);
      assertThat(writer.finish()).isEmpty();

      writer.write(ORIGIN, kafkaRecord("trips", 0, 10), CUT_OFF);
      writer.write(ORIGIN, kafkaRecord("meals", 0, 9), CUT_OFF);
      commit(writer);
    }

    assertThat(told).containsExactly("5:0:9", "5:0:10", "5:0:9");
    assertThat(TripTables.rows(table)).hasSize(2);
  }

  @Test
  void keepsInTheTableWhatIsTooLargeForTheTopic() {
    DeadLetterWriter.DeadLetterTopic refusing =
        (id, deadLetter) -> {
          throw new InvalidEventException(RefusalCause.TOO_LARGE, "it takes too many bytes");
        };
    try (DeadLetterWriter writer = writer(refusing)) {
      writer.write(ORIGIN, kafkaRecord("trips", 0, 1), CUT_OFF);
      commit(writer);
    }

    assertThat(TripTables.rows(table)).hasSize(1);
  }

  private DeadLetterWriter writer() {
    return writer((id, deadLetter) -> told.add(id));
  }

  private DeadLetterWriter writer(DeadLetterWriter.DeadLetterTopic topic) {
    return new DeadLetterWriter(
        TripTables.deadLetters(),
        table,
        Map.of("trips", 1, "meals", 2),
        topic,
        new WriterInstance(0, 1, InstantSource.fixed(RECEIVED)));
  }

  private void commit(DeadLetterWriter writer) {
    TableCommittable committable = writer.finish().orElseThrow();
    TripTables.append(table, committable.files());
  }

  private static Range range(int source, long first, long end, long rows) {
    return new Range(
        new Position(source, 0),
        Range.UNKNOWN,
        first,
        end,
        new Counts(rows, 0, 0, 0),
        RECEIVED.toEpochMilli() * 1000);
  }

  private static ConsumerRecord<byte[], byte[]> kafkaRecord(
      String topic, int partition, long offset) {
    return kafkaRecord(topic, partition, offset, null, null, new RecordHeaders());
  }

  private static ConsumerRecord<byte[], byte[]> kafkaRecord(
      String topic, int partition, long offset, byte[] key, byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        RECEIVED.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
