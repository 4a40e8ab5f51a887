package io.freshet.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server that listens, and what must be known of it to come past its first check.
 *
 * @param name such as {@code gateway}
 * @param authorizations values of the header {@code Authorization} by the document's security
 *     scheme; a scheme that is not among them is tried by nobody
 * @param known values in place of invented ones: by the names of parameters and properties, of
 *     parameters alone as {@code {name}}, of an array's items as {@code name[]}
 * @param good operationId of a call that succeeds, whatever was sent before
 * @param secrets that no answer may hold
 */
public record Door(
    String name,
    String host,
    int port,
    ApiDocument document,
    Map<String, List<String>> authorizations,
    Map<String, List<JsonNode>> known,
    String good,
    List<String> secrets) {
  public Door {
    authorizations = Map.copyOf(authorizations);
    known = Map.copyOf(known);
    secrets = List.copyOf(secrets);
  }

  /** For {@code known}. */
  public static List<JsonNode> texts(String... values) {
    return Stream.of(values).<JsonNode>map(TextNode::valueOf).toList();
  }

  String address() {
    return host + ":" + port;
  }

  /** The text with {@code $TOKEN} where a secret stands in it. */
  String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, "$TOKEN");
    }

    return masked;
  }
}
