package io.freshet.bench.floor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.toolkit.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.generic.GenericRecord;

/** How large the events of a flat contract are as JSON without a space: what many others send. */
public final class JsonSize {
  private final List<Field> fields;

  JsonSize(List<Field> fields) {
    this.fields = fields;
  }

  /** The mean over the first so many events; names included, and nothing for what is null. */
  public static double bytesPerEvent(Settings settings, Contract contract, long events) {
    JsonSize size = new JsonSize(contract.schema().fields());
    LongAdder bytes = new LongAdder();
    try (StoredEvents stored = new StoredEvents(settings, List.of(contract))) {
      stored.read(events, (kafka, event) -> bytes.add(size.of(event.payload())));
    }

    return (double) bytes.sum() / events;
  }

  int of(GenericRecord payload) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Field field : fields) {
      if (EventFields.has(payload, field.name())) {
        put(node, field, payload);
      }
    }

    return node.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void put(ObjectNode node, Field field, GenericRecord payload) {
    String name = field.name();
    if (field.type() instanceof FieldType.Decimal) {
      node.put(name, EventFields.decimal(payload, name));
    } else if (field.type() == FieldType.Scalar.TIMESTAMP) {
      node.put(name, EventFields.instant(payload, name).toString());
    } else if (field.type() == FieldType.Scalar.STRING) {
      node.put(name, EventFields.text(payload, name));
    } else {
      node.put(name, EventFields.longValue(payload, name));
    }
  }
}
