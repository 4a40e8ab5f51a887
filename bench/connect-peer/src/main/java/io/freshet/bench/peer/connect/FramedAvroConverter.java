package io.freshet.bench.peer.connect;

import io.freshet.core.lake.PlatformColumns;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Reads a flat stream in the Confluent wire format, all of one schema, as Connect's structs; adds
 * the number of its source. What it can't decode fails the task.
 */
public final class FramedAvroConverter implements Converter {
  /** The key of its only setting: the schema, in Avro's JSON. */
  static final String SCHEMA = "schema";

  private static final int HEADER_BYTES = 5;
  private static final int SOURCE = 1;

  private GenericDatumReader<GenericRecord> reader;
  private List<ConnectField> fields;
  private Schema schema;
  private BinaryDecoder decoder;

  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    org.apache.avro.Schema avro =
        new org.apache.avro.Schema.Parser().parse((String) configuration.get(SCHEMA));
    reader = new GenericDatumReader<>(avro, avro, new GenericData().setFastReaderEnabled(true));
    fields = avro.getFields().stream().map(ConnectField::of).toList();
    SchemaBuilder builder = SchemaBuilder.struct().name(avro.getName());
    fields.forEach(field -> builder.field(field.name(), field.schema()));
    builder.field(PlatformColumns.SOURCE, Schema.INT32_SCHEMA);
    schema = builder.build();
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte[] value) {
    decoder =
        DecoderFactory.get()
            .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
    GenericRecord payload;
    try {
      payload = reader.read(null, decoder);
    } catch (IOException e) {
      throw new DataException("A value of " + topic + " does not follow its schema", e);
    }
    Struct struct = new Struct(schema);
    for (ConnectField field : fields) {
      field.copy(payload, struct);
    }

    return new SchemaAndValue(schema, struct.put(PlatformColumns.SOURCE, SOURCE));
  }

  @Override
  public byte[] fromConnectData(String topic, Schema schema, Object value) {
    throw new DataException("This converter only reads");
  }
}
