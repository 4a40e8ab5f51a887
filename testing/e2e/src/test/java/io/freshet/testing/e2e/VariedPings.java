package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.SchemaRegistry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Pings from everywhere, and random values in whatever columns a contract has beside theirs. */
final class VariedPings {
  private static final List<String> TEXTS = List.of("", "boston", "grün", "青い", "a b");
  private static final List<Float> ODD_FLOATS =
      List.of(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE);

  private final Random random = new Random(5);
  private final Contract contract;
  private final EventEncoder encoder;

  VariedPings(Contract contract, SchemaRegistry registry) {
    this.contract = contract;
    this.encoder = EventEncoder.of(contract, registry, EventEncoder.Origin.of("/test"));
  }

  /** An optional column is absent in one of three. */
  ProducerRecord<byte[], byte[]> next() {
    PayloadBuilder builder = new PayloadBuilder(contract);
    for (Field field : contract.schema().fields()) {
      if (field.required() || random.nextInt(3) > 0) {
        builder.set(field.name(), value(field));
      }
    }

    return encoder.encode(builder.build());
  }

  private Object value(Field field) {
    return switch (field.name()) {
      case "market" -> "market_" + random.nextInt(5);
      case "dasher_id" -> (long) random.nextInt(40);
      case "latitude" -> new BigDecimal(BigInteger.valueOf(random.nextInt(180_000_000)), 6);
      case "longitude" -> new BigDecimal(BigInteger.valueOf(-random.nextInt(180_000_000)), 6);
      case "event_time" -> Instant.now().minusMillis(random.nextInt(20_000));
      default -> value(field.type());
    };
  }

  private Object value(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      BigInteger limit = BigInteger.TEN.pow(decimal.precision());
      BigInteger unscaled = new BigInteger(130, random).mod(limit);

      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    }

    return switch ((Scalar) type) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextInt(9) == 0 ? oddFloat() : random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? (double) oddFloat() : random.nextGaussian();
      case STRING -> text();
      case BYTES -> text().getBytes(StandardCharsets.UTF_8);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(-20_000, 40_000));
      case TIMESTAMP -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
    };
  }

  private float oddFloat() {
    return ODD_FLOATS.get(random.nextInt(ODD_FLOATS.size()));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size())).repeat(random.nextInt(3));
  }
}
