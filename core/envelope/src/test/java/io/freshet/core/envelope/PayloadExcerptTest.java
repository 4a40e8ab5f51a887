package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PayloadExcerptTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final byte[] value =
      Records.encoder(Pings.contract(), registry).encode(Pings.payload()).value();

  @Test
  void readsEveryColumnAsText() {
    PayloadExcerpt excerpt = PayloadExcerpt.of(value, registry);

    assertThat(excerpt.problem()).isEmpty();
    assertThat(excerpt.columns())
        .contains(
            new PayloadExcerpt.Column("market", "san_francisco"),
            new PayloadExcerpt.Column("dasher_id", "4711"),
            new PayloadExcerpt.Column("order_id", "null"),
            new PayloadExcerpt.Column("latitude", "37.774929"),
            new PayloadExcerpt.Column("event_time", Pings.NOW.toString()));
  }

  @Test
  void saysWhereItCantReadOn() {
    PayloadExcerpt cutOff = PayloadExcerpt.of(Arrays.copyOf(value, 25), registry);

    assertThat(cutOff.columns())
        .extracting(PayloadExcerpt.Column::name)
        .containsExactly("market", "dasher_id", "order_id");
    assertThat(cutOff.problem())
        .hasValueSatisfying(why -> assertThat(why).startsWith("latitude, at byte"));
  }

  @Test
  void saysWhatFollows() {
    assertThat(PayloadExcerpt.of(Arrays.copyOf(value, value.length + 3), registry).problem())
        .contains("3 bytes follow the payload");
  }

  @Test
  void readsNothingWithoutASchema() {
    byte[] unknown = value.clone();
    unknown[1] = 0x7f;

    assertThat(PayloadExcerpt.of(unknown, registry).problem())
        .hasValueSatisfying(why -> assertThat(why).startsWith("the registry has no Avro schema"));
    assertThat(PayloadExcerpt.of(new byte[] {1, 2}, registry).problem())
        .contains("the value does not begin with 0 and a schema id");
    assertThat(PayloadExcerpt.of(null, registry).problem()).contains("there is no value");
  }

  @Test
  void endsAtAnyDamage() {
    for (int at = 5; at < value.length; at++) {
      byte[] damaged = value.clone();
      damaged[at] ^= (byte) 0xff;

      assertThat(PayloadExcerpt.of(damaged, registry).columns().size()).isBetween(0, 8);
    }
  }
}
