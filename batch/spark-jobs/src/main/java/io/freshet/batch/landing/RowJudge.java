package io.freshet.batch.landing;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.raw.DeadLetters;
import io.freshet.core.envelope.raw.RawEvents;
import io.freshet.core.envelope.raw.Verdict;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Holds rows of files against a contract by the very checks that raw JSON events have to pass, and
 * makes of each a row of the table or a dead letter. The verdict follows from the row, the contract
 * and the time of the call alone.
 */
final class RowJudge implements MapPartitionsFunction<Row, Row> {
  /** The number of the row's file. */
  static final String FILE = "_freshet_file";

  /** The row's place in its file, from 0. */
  static final String PLACE = "_freshet_row";

  /** Null where the row fits. */
  static final String CAUSE = "_freshet_cause";

  /** What is wrong, in words. */
  static final String DETAIL = "_freshet_detail";

  /** The dead letter as the topic of dead letters would have it; null where the table holds it. */
  static final String LETTER = "_freshet_letter";

  /** Both halves of the hash of a row's values. */
  static final String HASH_HIGH = "_freshet_hash_high";

  static final String HASH_LOW = "_freshet_hash_low";

  private static final long serialVersionUID = 1L;

  private static final int MORE_COLUMNS = 7;
  private static final DeadLetters.Teller TELLER =
      new DeadLetters.Teller("/freshet/land", "the file");

  private final Target target;
  private final Contract deadLetters;
  private final RowPlaces places;
  private final Held held;
  private final long receivedMillis;

  /** Which rows were made dead letters by a call that came to no end. */
  interface Held extends java.io.Serializable {
    boolean contains(int file, long place);
  }

  /**
   * @param deadLetters the contract of that name
   * @param receivedMillis of all rows: when they were given
   */
  RowJudge(Target target, Contract deadLetters, RowPlaces places, Held held, long receivedMillis) {
    this.target = target;
    this.deadLetters = deadLetters;
    this.places = places;
    this.held = held;
    this.receivedMillis = receivedMillis;
  }

  /**
   * The table's columns, and what this class names. No column is required: a refused row has none.
   */
  static StructType schema(StructType table) {
    StructType schema = new StructType();
    for (StructField column : table.fields()) {
      schema = schema.add(column.name(), column.dataType(), true);
    }

    return schema
        .add(FILE, DataTypes.IntegerType)
        .add(PLACE, DataTypes.LongType)
        .add(CAUSE, DataTypes.StringType)
        .add(DETAIL, DataTypes.StringType)
        .add(LETTER, DataTypes.BinaryType)
        .add(HASH_HIGH, DataTypes.LongType)
        .add(HASH_LOW, DataTypes.LongType);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Court court = new Court();
    RowPlaces.Counter counter = places.counter();

    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        String name = RowPlaces.path(row.getString(0));
        Long index = row.isNullAt(2) ? null : (Long) row.getLong(2);
        long place = index == null ? counter.next(name, row.getLong(1)) : index;

        return court.judge(
            new GivenRow(name, places.number(name), place, row.getAs(3), row.getString(4)));
      }
    };
  }

  /**
   * A row as it stands in a file.
   *
   * @param file its number
   * @param problem why it can't be read; null where it can
   */
  private record GivenRow(String name, int file, long place, byte[] text, String problem) {
    String id() {
      return "%s#%d".formatted(name, place);
    }
  }

  /** What a task needs to judge rows. Not thread-safe. */
  private final class Court {
    private final RawEvents events;
    private final AvroPayloads payloads;
    private final DeadLetters letters;
    private final int letterSource;
    private final PayloadRows rows;
    private final GenericRecord template;
    private final boolean keepsClientId;
    private final RecordHasher hasher = RecordHasher.of(target.table());
    private final RowHasher values = new RowHasher();

    Court() {
      Contract contract = target.contract();
      InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
      EventEncoder encoder = encoder(contract, registry);
      this.events = new RawEvents(List.of(contract), each -> encoder);
      this.payloads = new AvroPayloads(contract, registry, registry.register("", encoder.schema()));
      this.letters =
          new DeadLetters(deadLetters, encoder(deadLetters, new InMemorySchemaRegistry()), TELLER);
      this.letterSource = DeadLetters.sourceNumber("files " + target.table().uuid());
      this.rows =
          new PayloadRows(
              contract.schema().fields(),
              target.table().schema().asStruct(),
              AvroPayloads::columns);
      this.template = GenericRecord.create(target.table().schema());
      this.keepsClientId = target.table().schema().findField(PlatformColumns.CLIENT_ID) != null;
    }

    private static EventEncoder encoder(Contract contract, InMemorySchemaRegistry registry) {
      return EventEncoder.of(contract, registry, EventEncoder.Origin.of(TELLER.name()));
    }

    Row judge(GivenRow row) {
      ConsumerRecord<byte[], byte[]> kafkaRecord = asRecord(row);
      Verdict verdict =
          row.problem() == null ? events.judge(kafkaRecord) : unreadable(row.problem());
      if (held.contains(row.file(), row.place())) {
        return refused(row, "held", "It is a dead letter since a call that came to no end", null);
      }
      if (verdict instanceof Verdict.Fits fits) {
        return fits(row, fits.event());
      }
      Verdict.Refused refused = (Verdict.Refused) verdict;

      return refused(
          row,
          refused.refusal().cause(),
          describe(refused.refusal()),
          letters.of(letterSource, kafkaRecord, refused).value());
    }

    private Verdict unreadable(String problem) {
      return new Verdict.Refused(
          target.contract().name(),
          new Refusal(RefusalCause.UNDECODABLE.code(), problem, List.of()),
          false);
    }

    /** For the report; the dead letter has every place that does not fit. */
    private String describe(Refusal refusal) {
      return refusal.errors().isEmpty()
          ? refusal.detail()
          : "%s %s".formatted(refusal.errors().get(0).pointer(), refusal.errors().get(0).detail());
    }

    private Row fits(GivenRow row, ProducerRecord<byte[], byte[]> event) {
      Record made = template.copy();
      rows.fill(payloads.framed(event.value()), made);
      made.setField(PlatformColumns.SOURCE, target.source());
      made.setField(PlatformColumns.PARTITION, row.file());
      made.setField(PlatformColumns.OFFSET, row.place());
      made.setField(PlatformColumns.RECEIVED_AT, PayloadRows.timestamp(receivedMillis * 1000));
      if (keepsClientId) {
        made.setField(PlatformColumns.CLIENT_ID, row.id());
      }
      hasher.add(made, values);
      ValuesHash hash = values.drain();
      Object[] columns = RecordRows.values(made, MORE_COLUMNS);
      int next = columns.length - MORE_COLUMNS;
      columns[next] = row.file();
      columns[next + 1] = row.place();
      columns[next + 5] = hash.high();
      columns[next + 6] = hash.low();

      return RowFactory.create(columns);
    }

    private Row refused(GivenRow row, String cause, String detail, byte[] letter) {
      Object[] columns = new Object[template.size() + MORE_COLUMNS];
      int next = columns.length - MORE_COLUMNS;
      columns[next] = row.file();
      columns[next + 1] = row.place();
      columns[next + 2] = cause;
      columns[next + 3] = detail;
      columns[next + 4] = letter;

      return RowFactory.create(columns);
    }

    /** As if a service had put it on a topic of raw JSON; a dead letter is sent again as such. */
    private ConsumerRecord<byte[], byte[]> asRecord(GivenRow row) {
      RecordHeaders headers = new RecordHeaders();
      Map.of(
              "ce_specversion", "1.0",
              "ce_id", row.id(),
              "ce_source", TELLER.name(),
              "ce_type", target.contract().name(),
              "content-type", "application/json")
          .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));

      return new ConsumerRecord<>(
          row.name(),
          row.file(),
          row.place(),
          receivedMillis,
          TimestampType.LOG_APPEND_TIME,
          ConsumerRecord.NULL_SIZE,
          row.text().length,
          null,
          row.text(),
          headers,
          Optional.empty());
    }
  }
}
