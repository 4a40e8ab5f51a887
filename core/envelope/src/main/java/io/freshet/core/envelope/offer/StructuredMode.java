package io.freshet.core.envelope.offer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.json.MalformedJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Events in CloudEvents' JSON format, one or a batch. The data is found and left where it lies: its
 * contract is known only when the whole event was read.
 */
public final class StructuredMode {
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";

  private StructuredMode() {}

  /**
   * @throws MalformedJsonException when the body is no JSON
   */
  public static Offer read(byte[] body) {
    JsonText text = JsonText.of(body);

    return text.read(parser -> event(text, parser, ""));
  }

  /**
   * @throws MalformedJsonException when the body is no JSON array
   * @throws TooManyEventsException when there are more events than that
   */
  public static List<Offer> readBatch(byte[] body, int maxEvents) {
    JsonText text = JsonText.of(body);

    return text.read(
        parser -> {
          if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedJsonException(1, 1, "A batch is an array of events");
          }
          List<Offer> events = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (events.size() == maxEvents) {
              throw new TooManyEventsException(maxEvents);
            }
            events.add(event(text, parser, "/" + events.size()));
          }

          return events;
        });
  }

  private static Offer event(JsonText body, JsonParser parser, String pointer) throws IOException {
    Attributes attributes = new Attributes();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();

      return attributes.unfit(Refusal.envelope(pointer, "an event is a JSON object"));
    }
    Optional<JsonText> data = Optional.empty();
    Optional<String> base64 = Optional.empty();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        continue;
      }
      if (name.equals(DATA)) {
        data = once(attributes, name, data, body.part(parser));
      } else if (name.equals(DATA_BASE64) && token == JsonToken.VALUE_STRING) {
        base64 = once(attributes, name, base64, parser.getText());
      } else if (token.isScalarValue()) {
        attributes.put(name, parser.getText());
      } else {
        parser.skipChildren();
        attributes.refuse("the attribute %s is no plain value".formatted(name));
      }
    }
    try {
      return attributes.offer(data(attributes, data, base64, pointer), pointer);
    } catch (UnfitException e) {
      return attributes.unfit(e.refusal());
    }
  }

  private static <T> Optional<T> once(
      Attributes attributes, String name, Optional<T> before, T value) {
    if (before.isPresent()) {
      attributes.refuse("%s is given twice".formatted(name));
    }

    return Optional.of(value);
  }

  private static OfferedData data(
      Attributes attributes, Optional<JsonText> data, Optional<String> base64, String pointer) {
    if (data.isPresent() && base64.isPresent()) {
      throw unfit(pointer, "it has both data and data_base64");
    }
    DataFormat format = attributes.format();
    if (data.isPresent()) {
      if (format != DataFormat.JSON) {
        throw unfit(pointer, "its data is not JSON; give it as data_base64");
      }

      return new OfferedData.Json(data.get(), pointer + "/" + DATA);
    }
    String encoded =
        base64.orElseThrow(() -> unfit(pointer, "it has neither data nor data_base64"));
    try {
      return format.data(Base64.getDecoder().decode(encoded), pointer + "/" + DATA_BASE64);
    } catch (IllegalArgumentException e) {
      throw unfit(pointer + "/" + DATA_BASE64, "data_base64 is not base64");
    }
  }

  private static UnfitException unfit(String pointer, String problem) {
    return new UnfitException(Refusal.envelope(pointer, problem));
  }
}
