package io.freshet.bench.peer.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class FramedAvroConverterTest {
  private static final byte[] FRAME = {0, 0, 0, 0, 7};
  private static final Schema SCHEMA =
      SchemaBuilder.record("pings")
          .fields()
          .requiredString("market")
          .optionalLong("order_id")
          .name("latitude")
          .type(LogicalTypes.decimal(9, 6).addToSchema(Schema.create(Schema.Type.BYTES)))
          .noDefault()
          .name("event_time")
          .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .endRecord();

  @Test
  void readsEveryTypeThatPingsHave() throws IOException {
    Struct struct = convert(ping().set("order_id", 12L).build());

    assertThat(struct.getString("market")).isEqualTo("paris");
    assertThat(struct.getInt64("order_id")).isEqualTo(12);
    assertThat(struct.get("latitude")).isEqualTo(new BigDecimal("-33.856784"));
    assertThat(struct.get("event_time")).isEqualTo(new Date(1_780_000_000_123L));
    assertThat(struct.getInt32("_source")).isEqualTo(1);
  }

  @Test
  void leavesNullWhatIsNull() throws IOException {
    assertThat(convert(ping().build()).get("order_id")).isNull();
  }

  private static GenericRecordBuilder ping() {
    return new GenericRecordBuilder(SCHEMA)
        .set("market", "paris")
        .set(
            "latitude", ByteBuffer.wrap(new BigDecimal("-33.856784").unscaledValue().toByteArray()))
        .set("event_time", 1_780_000_000_123_000L);
  }

  private static Struct convert(GenericRecord payload) throws IOException {
    FramedAvroConverter converter = new FramedAvroConverter();
    converter.configure(Map.of("schema", SCHEMA.toString()), false);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(FRAME);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(payload, encoder);

    return (Struct) converter.toConnectData("pings", bytes.toByteArray()).value();
  }
}
