package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
  private static final int NUMBERS = 20_000;

  @Test
  void readsADecimalAsTheDoubleThatIsNearest() {
    Random random = new Random(1);
    for (int i = 0; i < NUMBERS; i++) {
      int scale = random.nextInt(20);
      byte[] unscaled = new byte[1 + random.nextInt(9)];
      random.nextBytes(unscaled);
      BigDecimal number = new BigDecimal(new BigInteger(unscaled), scale);

      assertThat(EventFields.doubleValue(payload(unscaled, scale), "amount"))
          .isEqualTo(number.doubleValue());
    }
  }

  private static GenericRecord payload(byte[] unscaled, int scale) {
    Schema amount = LogicalTypes.decimal(30, scale).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema schema =
        SchemaBuilder.record("payment")
            .fields()
            .name("amount")
            .type(amount)
            .noDefault()
            .endRecord();
    GenericRecord payload = new GenericData.Record(schema);
    payload.put("amount", ByteBuffer.wrap(unscaled));

    return payload;
  }
}
