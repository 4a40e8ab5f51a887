package io.freshet.serving.orders.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads bodies that are JSON, and never more of one than is allowed. */
final class JsonBody {
  private static final String JSON = "application/json";
  private static final int BUFFER = 8 << 10;
  private static final int MOST_DISCARDED = 1 << 20;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final int maxBytes;

  JsonBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * All of it, before anything else is looked at: who is answered in the middle of sending may find
   * the connection closed, and no answer.
   *
   * @throws RefusedRequestException when it is too much
   */
  byte[] read(Request request) {
    try (InputStream in = Request.asInputStream(request)) {
      byte[] body = in.readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        discard(in);
        throw tooLarge();
      }

      return body;
    } catch (IOException e) {
      throw new RefusedRequestException(
          400, "unreadable_body", "The body can't be read: " + e.getMessage());
    }
  }

  /** What is a mistake, and not what is meant to keep us busy. */
  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int left = MOST_DISCARDED;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(buffer);
      left -= read;
    }
  }

  /**
   * What it says.
   *
   * @throws RefusedRequestException when it is not JSON
   */
  static JsonNode json(Request request, byte[] body) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(JSON)) {
      throw new RefusedRequestException(
          415,
          "unsupported_media_type",
          "Content-Type is %s; send %s".formatted(type == null ? "missing" : type, JSON));
    }
    if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
      throw new RefusedRequestException(
          415, "unsupported_encoding", "Send the body as it is, without Content-Encoding");
    }

    return tree(body);
  }

  private RefusedRequestException tooLarge() {
    return new RefusedRequestException(
        413, "body_too_large", "The body has more than %d bytes".formatted(maxBytes));
  }

  /** The body as JSON, or a refusal that says where it stops being any. */
  static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree.isMissingNode()) {
        throw new RefusedRequestException(
            400, "malformed_json", "The body is no JSON; it is empty");
      }

      return tree;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line %d, column %d: "
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new RefusedRequestException(
          400,
          "malformed_json",
          "The body is no JSON; %s%s".formatted(place, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new RefusedRequestException(
          400, "malformed_json", "The body is no JSON; " + e.getMessage());
    }
  }

  /** The same text for bodies that say the same: members by name, and none that are null. */
  static String canonical(JsonNode body) {
    return sorted(body).toString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> members = new TreeMap<>();
    node.properties()
        .forEach(
            member -> {
              if (!member.getValue().isNull()) {
                members.put(member.getKey(), sorted(member.getValue()));
              }
            });
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    members.forEach(sorted::set);

    return sorted;
  }
}
