package io.freshet.serving.eta.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A payload with every optional column filled, which notes what it is asked for. */
public final class AskedColumns extends GenericData.Record {
  private final Set<String> asked = new TreeSet<>();

  private AskedColumns(Schema schema) {
    super(schema);
    for (Schema.Field field : schema.getFields()) {
      put(field.name(), value(field.name(), field.schema()));
    }
  }

  /** What the job asks a ping for. */
  public static Set<String> ofAPing(Schema schema) {
    AskedColumns payload = new AskedColumns(schema);
    assertThat(Payloads.ping(payload, 0)).isPresent();

    return payload.asked;
  }

  /** What the job asks an event of an order for. */
  public static Set<String> ofAnOrderEvent(Schema schema) {
    AskedColumns payload = new AskedColumns(schema);
    assertThat(Payloads.orderEvent(payload, 0)).isPresent();

    return payload.asked;
  }

  @Override
  public Object get(String name) {
    asked.add(name);

    return super.get(name);
  }

  private static Object value(String name, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> value(name, schema.getTypes().get(1));
      case STRING -> name.equals("state") ? "picked_up" : "some";
      case LONG -> 1L;
      case INT -> 1;
      case DOUBLE -> 1.0;
      case BOOLEAN -> true;
      case BYTES -> ByteBuffer.wrap(new byte[] {1});
      default -> throw new IllegalArgumentException(name + " is " + schema);
    };
  }
}
