package io.freshet.core.envelope.json;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads JSON objects as payloads of one contract, straight from the parser. Finds every value that
 * does not fit, not just the first. Thread-safe.
 */
public final class JsonPayloads {
  private final String contract;
  private final JsonStruct struct;

  public JsonPayloads(Contract contract) {
    this.contract = contract.name();
    this.struct = new JsonStruct(contract.schema().fields(), AvroSchemas.of(contract));
  }

  /**
   * @param pointer where the payload is in the request's body, as a JSON pointer; empty for the
   *     whole
   * @return a payload of the contract's schema
   * @throws MalformedJsonException when it is no JSON
   * @throws InvalidPayloadException when the contract does not allow it
   */
  public GenericRecord read(JsonText json, String pointer) {
    Violations violations = new Violations(pointer);
    Object payload = json.read(parser -> struct.read(parser, violations));
    if (!violations.isEmpty()) {
      throw new InvalidPayloadException(contract, violations);
    }

    return (GenericRecord) payload;
  }
}
