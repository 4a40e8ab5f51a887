package io.freshet.assurance.prove;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.lake.PlatformColumns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.io.DecoderFactory;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.PlannedDataReader;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The rows that a log's events make, decoded by Iceberg's own Avro reader: it shares no line with
 * the decoders by which the writer makes its rows. Not thread-safe.
 */
final class LoggedEvents {
  private static final int FRAME_BYTES = 5;
  private static final String FIELD_ID = "field-id";
  private static final String ID_HEADER = "ce_id";
  private static final String ORIGIN_HEADER = "freshet_origin";
  private static final Pattern ORIGIN = Pattern.compile("-?\\d{1,10}:\\d{1,10}:\\d{1,19}");

  private final SchemaRegistry registry;
  private final org.apache.avro.Schema newest;
  private final Schema table;
  private final Schema payload;
  private final Map<Integer, Optional<PlannedDataReader<Record>>> readers = new HashMap<>();

  /**
   * @param table the columns of the rows
   */
  LoggedEvents(Contract contract, Schema table, SchemaRegistry registry) {
    this.registry = registry;
    this.newest = AvroSchemas.of(contract);
    this.table = table;
    Set<Integer> platform =
        table.columns().stream()
            .filter(PlatformColumns::isOfPlatform)
            .map(NestedField::fieldId)
            .collect(Collectors.toSet());
    this.payload = TypeUtil.selectNot(table, platform);
  }

  /**
   * The row of an event; empty when it can't be decoded.
   *
   * @param source the number of its topic in the table's ledger
   */
  Optional<Record> row(ConsumerRecord<byte[], byte[]> kafkaRecord, int source) {
    byte[] value = kafkaRecord.value();
    if (value == null || value.length < FRAME_BYTES || value[0] != 0) {
      return Optional.empty();
    }

    return reader(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt())
        .flatMap(reader -> decoded(reader, value))
        .map(decoded -> row(decoded, kafkaRecord, source));
  }

  private Optional<PlannedDataReader<Record>> reader(int schemaId) {
    return readers.computeIfAbsent(schemaId, id -> registry.schema(id).map(this::readerOf));
  }

  /** Columns that were renamed are known by the contract's aliases, and then by their ids. */
  private PlannedDataReader<Record> readerOf(org.apache.avro.Schema written) {
    org.apache.avro.Schema mapped =
        AvroSchemaUtil.applyNameMapping(underNewNames(written), MappingUtil.create(payload));
    markInstants(mapped);
    PlannedDataReader<Record> reader = PlannedDataReader.create(payload);
    reader.setSchema(mapped);

    return reader;
  }

  /** A former name counts where the new one is not there, too; and not where fields have ids. */
  private org.apache.avro.Schema underNewNames(org.apache.avro.Schema written) {
    boolean hasIds =
        written.getFields().stream().allMatch(field -> field.getObjectProp(FIELD_ID) != null);
    boolean hasBoth =
        newest.getFields().stream()
            .filter(field -> written.getField(field.name()) != null)
            .flatMap(field -> field.aliases().stream())
            .anyMatch(name -> written.getField(name) != null);

    return hasIds || hasBoth ? written : org.apache.avro.Schema.applyAliases(written, newest);
  }

  /** To Avro a timestamp is an instant; to Iceberg only one that says so. */
  private static void markInstants(org.apache.avro.Schema schema) {
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> markInstants(field.schema()));
      case UNION -> schema.getTypes().forEach(LoggedEvents::markInstants);
      case ARRAY -> markInstants(schema.getElementType());
      case LONG -> {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
          schema.addProp(AvroSchemaUtil.ADJUST_TO_UTC_PROP, true);
        }
      }
      default -> {}
    }
  }

  private static Optional<Record> decoded(PlannedDataReader<Record> reader, byte[] value) {
    try {
      return Optional.of(
          reader.read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, FRAME_BYTES, value.length - FRAME_BYTES, null)));
    } catch (IOException | AvroRuntimeException undecodable) {
      return Optional.empty();
    }
  }

  private Record row(Record decoded, ConsumerRecord<byte[], byte[]> kafkaRecord, int source) {
    Record row = GenericRecord.create(table);
    for (NestedField column : payload.columns()) {
      row.setField(column.name(), decoded.getField(column.name()));
    }
    row.setField(PlatformColumns.SOURCE, source);
    row.setField(PlatformColumns.PARTITION, kafkaRecord.partition());
    row.setField(PlatformColumns.OFFSET, kafkaRecord.offset());
    row.setField(
        PlatformColumns.RECEIVED_AT,
        Instant.ofEpochMilli(ReceivedTime.millis(kafkaRecord)).atOffset(ZoneOffset.UTC));
    Header id = kafkaRecord.headers().lastHeader(ID_HEADER);
    if (table.findField(PlatformColumns.CLIENT_ID) != null && id != null) {
      row.setField(PlatformColumns.CLIENT_ID, new String(id.value(), StandardCharsets.UTF_8));
    }

    Header origin = kafkaRecord.headers().lastHeader(ORIGIN_HEADER);
    if (table.findField(PlatformColumns.ORIGIN) != null && origin != null) {
      setOrigin(row, origin.value());
    }

    return row;
  }

  /** Where the event was refused before it was sent again; what says anything else counts not. */
  private static void setOrigin(Record row, byte[] value) {
    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    if (ORIGIN.matcher(text).matches()) {
      row.setField(PlatformColumns.ORIGIN, text);
    }
  }
}
