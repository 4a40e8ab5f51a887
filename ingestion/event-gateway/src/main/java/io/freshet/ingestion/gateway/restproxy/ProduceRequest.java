package io.freshet.ingestion.gateway.restproxy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.offer.TooManyEventsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A produce request as it was read, its values still where they lie in the body.
 *
 * @param values of the records; empty where a record has none
 * @param hasKeys whether any record has a key
 */
record ProduceRequest(
    List<Optional<JsonText>> values,
    boolean hasKeys,
    boolean hasKeySchema,
    Optional<String> valueSchema,
    Optional<Integer> valueSchemaId) {

  /**
   * @throws io.freshet.core.envelope.json.MalformedJsonException when the body is no JSON
   * @throws RestProxyException when it is no such request
   * @throws TooManyEventsException when it has more records than that
   */
  static ProduceRequest read(byte[] body, int maxRecords) {
    JsonText text = JsonText.of(body);

    return text.read(parser -> new Reader(text, parser, maxRecords).request());
  }

  /** Reads one request, and refuses what it does not know instead of passing it over. */
  private static final class Reader {
    private final JsonText body;
    private final JsonParser parser;
    private final int maxRecords;
    private final List<Optional<JsonText>> values = new ArrayList<>();
    private boolean hasKeys;
    private boolean hasKeySchema;
    private Optional<String> valueSchema = Optional.empty();
    private Optional<Integer> valueSchemaId = Optional.empty();

    Reader(JsonText body, JsonParser parser, int maxRecords) {
      this.body = body;
      this.parser = parser;
      this.maxRecords = maxRecords;
    }

    ProduceRequest request() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw invalid("The request is no JSON object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
        switch (name) {
          case "records" -> readRecords();
          case "key_schema", "key_schema_id" -> {
            hasKeySchema |= !isNull;
            parser.skipChildren();
          }
          case "value_schema" -> valueSchema = isNull ? Optional.empty() : Optional.of(schema());
          case "value_schema_id" ->
              valueSchemaId = isNull ? Optional.empty() : Optional.of(schemaId());
          default -> throw invalid("The request has no member %s".formatted(name));
        }
      }
      if (values.isEmpty()) {
        throw invalid("The request has no records");
      }

      return new ProduceRequest(values, hasKeys, hasKeySchema, valueSchema, valueSchemaId);
    }

    private void readRecords() throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw invalid("records is no array");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (values.size() == maxRecords) {
          throw new TooManyEventsException(maxRecords);
        }
        values.add(readRecord());
      }
    }

    private Optional<JsonText> readRecord() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw invalid("Record %d is no JSON object".formatted(values.size()));
      }
      Optional<JsonText> value = Optional.empty();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
        switch (name) {
          case "value" -> value = isNull ? Optional.empty() : Optional.of(body.part(parser));
          case "key" -> {
            hasKeys |= !isNull;
            parser.skipChildren();
          }
          case "partition" -> {
            if (!isNull) {
              throw invalid(
                  "Record %d asks for a partition; the contract chooses it by the event's keys"
                      .formatted(values.size()));
            }
          }
          default -> throw invalid("Record %d has no member %s".formatted(values.size(), name));
        }
      }

      return value;
    }

    private String schema() throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new RestProxyException(
            RestProxyError.INVALID_SCHEMA, "value_schema is no text that holds a schema");
      }

      return parser.getText();
    }

    private int schemaId() throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() != JsonParser.NumberType.INT) {
        throw invalid("value_schema_id is no whole number");
      }

      return parser.getIntValue();
    }

    private static RestProxyException invalid(String message) {
      return new RestProxyException(RestProxyError.INVALID_REQUEST, message);
    }
  }
}
