package io.freshet.core.envelope.offer;

import io.freshet.core.envelope.json.JsonText;
import org.apache.avro.Schema;

/** The data of an event as it came, in one of the forms that can be read as a payload. */
public sealed interface OfferedData {
  /**
   * A JSON object.
   *
   * @param pointer where it is in the request's body, as a JSON pointer; empty for the whole
   */
  record Json(JsonText text, String pointer) implements OfferedData {}

  /** The registry's wire format. */
  record FramedAvro(byte[] bytes) implements OfferedData {}

  /** An Avro datum of the contract's own schema. */
  record BareAvro(byte[] bytes) implements OfferedData {}

  /** Avro's own JSON encoding of a datum, and the schema that it follows. */
  record AvroJson(JsonText text, Schema writer) implements OfferedData {}
}
