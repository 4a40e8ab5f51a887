package io.freshet.ingestion.gateway.restproxy;

import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.OfferedData;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.stream.OpenStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Reads the records of a produce request as events, in an envelope of ours: a new id, and what all
 * of them have in common. Thread-safe.
 */
public final class ProduceRecords {
  private final SchemaRegistry registry;
  private final EventIds ids = EventIds.random();

  public ProduceRecords(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * What the envelopes of a request's events have in common.
   *
   * @param source a URI reference
   * @param extensions attributes besides CloudEvents' own
   */
  public record Common(String source, Map<String, String> extensions) {
    public Common {
      extensions = Map.copyOf(extensions);
    }
  }

  /**
   * The events of a request.
   *
   * @param offers one for each record, in order
   * @param schema that the request gives for them; empty when it gives none
   */
  public record Read(List<Offer> offers, Optional<Schema> schema) {}

  /**
   * @throws io.freshet.core.envelope.json.MalformedJsonException when the body is no JSON
   * @throws RestProxyException when it is no such request
   * @throws io.freshet.core.envelope.offer.TooManyEventsException when it has more records than
   *     that
   */
  public Read read(
      EmbeddedFormat format, OpenStream stream, Common common, byte[] body, int maxRecords) {
    ProduceRequest request = ProduceRequest.read(body, maxRecords);
    Optional<Schema> schema =
        format == EmbeddedFormat.AVRO ? Optional.of(schema(request, stream)) : Optional.empty();
    List<Offer> offers = new ArrayList<>(request.values().size());
    for (int i = 0; i < request.values().size(); i++) {
      Envelope envelope =
          new Envelope(
              ids.nextText(), common.source(), stream.name(), Optional.empty(), Optional.empty());
      offers.add(
          new Offer.Event(
              envelope, common.extensions(), data(format, schema, request.values().get(i), i)));
    }

    return new Read(offers, schema);
  }

  private static OfferedData data(
      EmbeddedFormat format, Optional<Schema> schema, Optional<JsonText> given, int index) {
    JsonText value =
        given.orElseThrow(
            () ->
                new RestProxyException(
                    RestProxyError.NOT_CONVERTED,
                    "Record %d has no value; an event always has one".formatted(index)));

    return switch (format) {
      case JSON -> new OfferedData.Json(value, "/records/" + index + "/value");
      case AVRO -> new OfferedData.AvroJson(value, schema.orElseThrow());
      case BINARY -> new OfferedData.FramedAvro(decoded(value, index));
    };
  }

  private static byte[] decoded(JsonText value, int index) {
    return value.read(
        parser -> {
          if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
              return Base64.getDecoder().decode(parser.getText());
            } catch (IllegalArgumentException noBase64) {
              throw notBase64(index);
            }
          }
          throw notBase64(index);
        });
  }

  private static RestProxyException notBase64(int index) {
    return new RestProxyException(
        RestProxyError.NOT_CONVERTED,
        "The value of record %d is not bytes in base64".formatted(index));
  }

  /** The registry is not asked for the contract's own. */
  private Schema schema(ProduceRequest request, OpenStream stream) {
    if (request.hasKeys() && !request.hasKeySchema()) {
      throw new RestProxyException(
          RestProxyError.NO_KEY_SCHEMA,
          "The records have keys, and the request has neither key_schema nor key_schema_id");
    }
    if (request.valueSchema().isPresent()) {
      return parsed(request.valueSchema().get());
    }
    int id =
        request
            .valueSchemaId()
            .orElseThrow(
                () ->
                    new RestProxyException(
                        RestProxyError.NO_VALUE_SCHEMA,
                        "The request has neither value_schema nor value_schema_id"));
    if (id == stream.schemaId()) {
      return stream.schema();
    }
    try {
      return registry
          .schema(id)
          .orElseThrow(
              () ->
                  new RestProxyException(
                      RestProxyError.NO_SCHEMA_FROM_REGISTRY,
                      "The registry has no Avro schema of id %d".formatted(id)));
    } catch (RestProxyException e) {
      throw e;
    } catch (FreshetException e) {
      throw new RestProxyException(RestProxyError.NO_SCHEMA_FROM_REGISTRY, e.getMessage());
    }
  }

  private static Schema parsed(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new RestProxyException(
          RestProxyError.INVALID_SCHEMA, "value_schema is no Avro schema: " + e.getMessage());
    } catch (RuntimeException e) {
      // Besides its own exceptions Avro's parser throws NullPointerException for unknown types.
      throw new RestProxyException(RestProxyError.INVALID_SCHEMA, "value_schema is no Avro schema");
    }
  }
}
