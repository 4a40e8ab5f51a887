package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.DeadLetterForm;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ToldDeadLettersTest {
  private static final Contract CONTRACT = TripTables.deadLetters();
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final Instant TOLD = RECEIVED.plusSeconds(5);
  private static final WriterInstance INSTANCE =
      new WriterInstance(0, 1, InstantSource.fixed(TOLD.plusSeconds(1)));
  private static final String WRITER = "/freshet/writer";
  private static final String VALIDATOR = "/freshet/json-validator";
  private static final int SOURCE = 1;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder =
      EventEncoder.of(CONTRACT, registry, EventEncoder.Origin.of(VALIDATOR));
  private final Table table = new TripTables().create(CONTRACT);

  @Test
  void putsIntoTheTableWhatOthersHaveFound() {
    try (ToldDeadLetters told = told()) {
      told.write(letter(7, VALIDATOR));
      TripTables.append(table, told.finish().orElseThrow().files());
    }

    Record row = TripTables.rows(table).get(0);
    assertThat(row.getField("contract")).isEqualTo("views");
    assertThat(row.getField("cause")).isEqualTo("malformed_json");
    assertThat(row.getField("origin")).isEqualTo("-3:2:7");
    assertThat(row.getField("payload")).isEqualTo(ByteBuffer.wrap(new byte[] {'{'}));
    assertThat(row.getField("_source")).isEqualTo(SOURCE);
    assertThat(row.getField("_offset")).isEqualTo(7L);
    assertThat(row.getField("_received_at")).isEqualTo(RECEIVED.atOffset(ZoneOffset.UTC));
  }

  @Test
  void excludesWhatAWriterHasPutThereItself() {
    try (ToldDeadLetters told = told()) {
      told.write(letter(3, WRITER));
      told.write(letter(5, VALIDATOR));
      told.write(letter(6, WRITER));

      TableCommittable committable = told.finish().orElseThrow();
      assertThat(committable.ranges())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("counts.values")
          .containsExactly(range(3, 7, new Counts(1, 0, 2, 0)));
      assertThat(told.finish()).isEmpty();
    }
  }

  @Test
  void excludesWhatAServiceCouldNotHandle() {
    try (ToldDeadLetters told = told()) {
      told.write(letter(3, "/consumer/billing"));

      TableCommittable committable = told.finish().orElseThrow();
      assertThat(committable.ranges())
          .singleElement()
          .satisfies(range -> assertThat(range.counts().excluded()).isEqualTo(1));
      assertThat(committable.files().all()).isEmpty();
    }
  }

  @Test
  void whatIsNoDeadLetterIsExcludedToo() {
    try (ToldDeadLetters told = told()) {
      told.write(record(4, new byte[] {1}, letterEvent(4, VALIDATOR)));

      TableCommittable committable = told.finish().orElseThrow();
      assertThat(committable.ranges())
          .singleElement()
          .satisfies(range -> assertThat(range.counts().excluded()).isEqualTo(1));
      assertThat(committable.files().all()).isEmpty();
    }
  }

  @Test
  void excludesWhatWasRefusedOfATest() {
    ProducerRecord<byte[], byte[]> marked = letterEvent(4, VALIDATOR);
    marked.headers().add("ce_freshettest", "true".getBytes(StandardCharsets.UTF_8));
    try (ToldDeadLetters told = told()) {
      told.write(record(4, marked.value(), marked));

      TableCommittable committable = told.finish().orElseThrow();
      assertThat(committable.ranges())
          .singleElement()
          .satisfies(range -> assertThat(range.counts().excluded()).isEqualTo(1));
      assertThat(committable.files().all()).isEmpty();
    }
  }

  @Test
  void passesOverWhatTheTableHolds() {
    Ledger ledger =
        Ledger.of(table.properties()).plus(List.of(range(0, 8, new Counts(8, 0, 0, 0))));
    table.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    try (ToldDeadLetters told = told()) {
      told.write(letter(7, VALIDATOR));
      assertThat(told.finish()).isEmpty();

      told.write(letter(8, VALIDATOR));
      assertThat(told.finish()).isPresent();
    }
  }

  private ToldDeadLetters told() {
    return new ToldDeadLetters(
        CONTRACT,
        table,
        SOURCE,
        WRITER,
        new RowEventFiles(CONTRACT, table, SOURCE, new EventDecoder(CONTRACT, registry), INSTANCE),
        INSTANCE.clock());
  }

  private LogRecord letter(long offset, String finder) {
    ProducerRecord<byte[], byte[]> event = letterEvent(offset, finder);

    return record(offset, event.value(), event);
  }

  private ProducerRecord<byte[], byte[]> letterEvent(long offset, String finder) {
    ConsumerRecord<byte[], byte[]> raw =
        new ConsumerRecord<>("raw_json", 2, offset, null, new byte[] {'{'});
    GenericRecord letter =
        new DeadLetterForm(CONTRACT)
            .of(
                -3,
                raw,
                RECEIVED.toEpochMilli(),
                new DeadLetterForm.Reason("views", "malformed_json", "Line 1, column 2"));

    return encoder.passOn(
        RECEIVED.toEpochMilli(),
        new Envelope(
            DeadLetterForm.origin(letter),
            finder,
            CONTRACT.name(),
            Optional.empty(),
            Optional.empty()),
        Map.of(),
        letter);
  }

  private static LogRecord record(long offset, byte[] value, ProducerRecord<byte[], byte[]> event) {
    return LogRecord.of(
        new ConsumerRecord<>(
            event.topic(),
            0,
            offset,
            TOLD.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            event.key().length,
            value.length,
            event.key(),
            value,
            event.headers(),
            Optional.empty()));
  }

  private static Range range(long first, long end, Counts counts) {
    return new Range(
        new Position(SOURCE, 0), Range.UNKNOWN, first, end, counts, RECEIVED.toEpochMilli() * 1000);
  }
}
