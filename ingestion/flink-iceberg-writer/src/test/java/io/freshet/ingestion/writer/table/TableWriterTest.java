package io.freshet.ingestion.writer.table;

import static io.freshet.core.envelope.RefusalCause.UNKNOWN_SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.tracing.TraceContext;
import io.freshet.ingestion.writer.commit.ReceivedTimes;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.commit.TracedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableWriterTest {
  private static final Contract TRIPS = Trips.contract();
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final WriterInstance INSTANCE =
      new WriterInstance(0, 1, InstantSource.fixed(NOON.plusSeconds(2)));

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder =
      EventEncoder.of(
          TRIPS,
          registry,
          new EventEncoder.Origin("/test", EventIds.of("test"), InstantSource.fixed(NOON)));
  private final List<GenericRecord> deadLetters = new ArrayList<>();
  private Table table;
  private Table deadLetterTable;
  private DeadLetterWriter deadLetterWriter;

  @BeforeEach
  void createTables() {
    TripTables tables = new TripTables();
    table = tables.create(TRIPS);
    deadLetterTable = tables.create(TripTables.deadLetters());
    deadLetterWriter = deadLetterWriter();
  }

  @Test
  void writesRowsUnderTheIdentityOfTheirRecords() {
    try (TableWriter writer = writer()) {
      writer.write(received(3, 41, Trips.trip(7, NOON)));
      commit(writer);
    }

    Record row = TripTables.rows(table).get(0);
    assertThat(row.getField("trip_id")).isEqualTo(7L);
    assertThat(row.getField("_source")).isEqualTo(1);
    assertThat(row.getField("_stream_partition")).isEqualTo(3);
    assertThat(row.getField("_offset")).isEqualTo(41L);
    assertThat(row.getField("_received_at")).isEqualTo(NOON.atOffset(ZoneOffset.UTC));
    assertThat(row.getField("_origin")).isNull();
  }

  @Test
  void notesWhereARedrivenEventWasRefusedFirst() {
    ProducerRecord<byte[], byte[]> redriven = encoder.encode(Trips.trip(7, NOON));
    redriven.headers().add(RedriveOrigin.HEADER, "1:3:40".getBytes(StandardCharsets.UTF_8));
    try (TableWriter writer = writer()) {
      writer.write(received(3, 41, redriven, redriven.value()));
      commit(writer);
    }

    assertThat(TripTables.rows(table).get(0).getField("_origin")).isEqualTo("1:3:40");
  }

  @Test
  void remembersRowsWhoseTracesAreRecorded() {
    WriterInstance tracing = new WriterInstance(0, 1, INSTANCE.clock(), 2);
    try (TableWriter writer = writer(tracing)) {
      writer.write(received(3, 40, Trips.trip(7, NOON)));
      writer.write(traced(41, "00-" + "a".repeat(32) + "-" + "1".repeat(16) + "-00"));
      writer.write(traced(42, "00-" + "a".repeat(32) + "-" + "1".repeat(16) + "-01"));
      writer.write(traced(43, "00-" + "A".repeat(32) + "-" + "1".repeat(16) + "-01"));
      writer.write(traced(44, "00-" + "b".repeat(32) + "-" + "2".repeat(16) + "-03-more"));
      writer.write(traced(45, "00-" + "c".repeat(32) + "-" + "3".repeat(16) + "-01"));

      assertThat(writer.finish().orElseThrow().traced())
          .containsExactly(
              new TracedEvent(new TraceContext("a".repeat(32), "1".repeat(16), true), 3, 42, NOON),
              new TracedEvent(new TraceContext("b".repeat(32), "2".repeat(16), true), 3, 44, NOON));
      writer.write(received(3, 46, Trips.trip(7, NOON)));
      assertThat(writer.finish().orElseThrow().traced()).isEmpty();
    }
  }

  @Test
  void remembersNoTraceUnlessItIsToldTo() {
    try (TableWriter writer = writer()) {
      writer.write(traced(42, "00-" + "a".repeat(32) + "-" + "1".repeat(16) + "-01"));

      assertThat(writer.finish().orElseThrow().traced()).isEmpty();
    }
  }

  @Test
  void aRowIsAsOldAsThePlatformHasHadIt() {
    Instant came = NOON.minusSeconds(9);
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Trips.trip(7, NOON));
    sent.headers().add(ReceivedTime.header(came.toEpochMilli()));
    try (TableWriter writer = writer()) {
      writer.write(received(3, 41, sent, sent.value()));
      TableCommittable committable = writer.finish().orElseThrow();
      TripTables.append(table, committable.files());

      ReceivedTimes times = new ReceivedTimes();
      times.add(came.toEpochMilli());
      assertThat(committable.received()).usingRecursiveComparison().isEqualTo(times.drain());
    }

    assertThat(TripTables.rows(table).get(0).getField("_received_at"))
        .isEqualTo(came.atOffset(ZoneOffset.UTC));
  }

  @Test
  void accountsForRowsDeadLettersAndLateRowsOfEachPartition() {
    Instant late = NOON.minus(Trips.LATENESS).minusMillis(1);
    try (TableWriter writer = writer()) {
      writer.write(received(0, 10, Trips.trip(1, NOON)));
      writer.write(broken(0, 11));
      writer.write(received(0, 15, Trips.trip(2, late)));
      writer.write(received(1, 4, Trips.trip(3, late)));

      assertThat(writer.finish().orElseThrow().ranges())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("counts.values")
          .containsExactlyInAnyOrder(
              new Range(
                  new Position(1, 0), Range.UNKNOWN, 10, 16, new Counts(2, 1, 0, 1), micros(NOON)),
              new Range(
                  new Position(1, 1), Range.UNKNOWN, 4, 5, new Counts(1, 0, 0, 0), micros(late)));
    }
    assertThat(deadLetters)
        .singleElement()
        .extracting(each -> each.get("origin_offset"))
        .isEqualTo(11L);
  }

  @Test
  void leavesOutWhatIsSentAsATest() {
    ProducerRecord<byte[], byte[]> test = encoder.encode(Trips.trip(1, NOON.plusSeconds(60)));
    test.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    try (TableWriter writer = writer()) {
      writer.write(received(0, 10, test, test.value()));
      writer.write(received(0, 11, test, new byte[] {9, 9}));
      writer.write(received(0, 12, Trips.trip(2, NOON)));
      TableCommittable committable = writer.finish().orElseThrow();
      TripTables.append(table, committable.files());

      assertThat(committable.ranges())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("counts.values")
          .containsExactly(
              new Range(
                  new Position(1, 0), Range.UNKNOWN, 10, 13, new Counts(1, 0, 2, 0), micros(NOON)));
    }
    assertThat(TripTables.rows(table))
        .extracting(row -> row.getField("trip_id"))
        .containsExactly(2L);
    assertThat(deadLetters).isEmpty();
  }

  @Test
  void notesTheValuesThatItsFilesHold() {
    try (TableWriter writer = writer()) {
      for (int trip = 0; trip < 500; trip++) {
        writer.write(received(0, 10 + trip, Trips.trip(trip, NOON.plusSeconds(trip))));
      }
      TableCommittable committable = writer.finish().orElseThrow();
      TripTables.append(table, committable.files());

      RecordHasher records = RecordHasher.of(table);
      RowHasher hasher = new RowHasher();
      TripTables.rows(table).forEach(row -> records.add(row, hasher));
      assertThat(committable.ranges().get(0).counts().values()).contains(hasher.drain());
    }
  }

  @Test
  void passesOverWhatTheTableHolds() {
    Range held = new Range(new Position(1, 0), 0, 0, 20, new Counts(20, 0, 0, 0), micros(NOON));
    table
        .updateProperties()
        .set(Ledger.PROPERTY, Ledger.of(table.properties()).plus(List.of(held)).toJson())
        .commit();
    try (TableWriter writer = writer()) {
      writer.write(received(0, 18, Trips.trip(1, NOON)));
      writer.write(broken(0, 19));
      assertThat(writer.finish()).isEmpty();
      assertThat(deadLetters).isEmpty();

      writer.write(received(0, 20, Trips.trip(2, NOON)));
      assertThat(writer.finish().orElseThrow().ranges())
          .singleElement()
          .extracting(Range::first)
          .isEqualTo(20L);
    }
  }

  /** The dead letters of a checkpoint were committed, its rows were not, and the state is gone. */
  @Test
  void leavesWhatTheDeadLetterTableHoldsRefusedEvenIfItCouldBeDecodedNow() {
    deadLetterWriter.write(
        1,
        received(0, 2, Trips.trip(2, NOON)).toConsumerRecord(),
        new Decoded.Refused(UNKNOWN_SCHEMA, "id 9"));
    TableCommittable refusedThen = deadLetterWriter.finish().orElseThrow();
    TripTables.append(deadLetterTable, refusedThen.files());
    deadLetterTable
        .updateProperties()
        .set(
            Ledger.PROPERTY,
            Ledger.of(deadLetterTable.properties()).plus(refusedThen.ranges()).toJson())
        .commit();
    deadLetterWriter = deadLetterWriter();
    try (TableWriter writer = writer()) {
      writer.write(received(0, 1, Trips.trip(1, NOON)));
      writer.write(received(0, 2, Trips.trip(2, NOON)));
      writer.write(received(0, 3, Trips.trip(3, NOON)));
      TableCommittable committable = writer.finish().orElseThrow();
      TripTables.append(table, committable.files());

      assertThat(committable.ranges().get(0).counts().rows()).isEqualTo(2);
      assertThat(committable.ranges().get(0).counts().deadLettered()).isEqualTo(1);
    }
    assertThat(TripTables.rows(table))
        .extracting(row -> row.getField("trip_id"))
        .containsExactly(1L, 3L);
    assertThat(deadLetterWriter.finish()).isEmpty();
    assertThat(deadLetters).hasSize(1);
  }

  @Test
  void measuresHowLongRecordsWaited() {
    try (TableWriter writer = writer()) {
      writer.write(received(0, 1, Trips.trip(1, NOON)));

      TableCommittable committable = writer.finish().orElseThrow();

      assertThat(committable.flushedAtMillis()).isEqualTo(NOON.plusSeconds(2).toEpochMilli());
      assertThat(committable.received()).usingRecursiveComparison().isEqualTo(receivedAtNoon());
    }
  }

  private static ReceivedTimes receivedAtNoon() {
    ReceivedTimes times = new ReceivedTimes();
    times.add(NOON.toEpochMilli());

    return times.drain();
  }

  private DeadLetterWriter deadLetterWriter() {
    return new DeadLetterWriter(
        TripTables.deadLetters(),
        deadLetterTable,
        Map.of("trips", 1),
        (id, deadLetter) -> deadLetters.add(deadLetter),
        INSTANCE);
  }

  private LogRecord traced(long offset, String traceParent) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Trips.trip(7, NOON));
    sent.headers().add(TraceHeader.of(traceParent));

    return received(3, offset, sent, sent.value());
  }

  private TableWriter writer() {
    return writer(INSTANCE);
  }

  private TableWriter writer(WriterInstance instance) {
    EventFiles files =
        new RowEventFiles(TRIPS, table, 1, new EventDecoder(TRIPS, registry), INSTANCE);

    return new TableWriter(TRIPS, table, 1, files, deadLetterWriter, instance);
  }

  private void commit(TableWriter writer) {
    TripTables.append(table, writer.finish().orElseThrow().files());
  }

  private LogRecord received(int partition, long offset, GenericRecord trip) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(trip);

    return received(partition, offset, sent, sent.value());
  }

  private LogRecord broken(int partition, long offset) {
    return received(partition, offset, encoder.encode(Trips.trip(1, NOON)), new byte[] {9, 9});
  }

  private static LogRecord received(
      int partition, long offset, ProducerRecord<byte[], byte[]> sent, byte[] value) {
    return LogRecord.of(
        new ConsumerRecord<>(
            sent.topic(),
            partition,
            offset,
            NOON.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            sent.key().length,
            value.length,
            sent.key(),
            value,
            sent.headers(),
            Optional.empty()));
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1000;
  }
}
