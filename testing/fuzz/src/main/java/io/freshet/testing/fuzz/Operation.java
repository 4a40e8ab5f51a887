package io.freshet.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One call of a document.
 *
 * @param path a template, such as {@code /orders/{order_id}}
 * @param bodies schemas of what it takes, by media type
 * @param replies by status, such as {@code 200}
 * @param schemes names of the ways in which its caller may be known; none where anyone may call
 */
record Operation(
    String id,
    String method,
    String path,
    List<Parameter> parameters,
    Map<String, JsonNode> bodies,
    Map<String, Reply> replies,
    List<String> schemes) {

  /**
   * @param place {@code path}, {@code query} or {@code header}
   */
  record Parameter(String name, String place, boolean required, JsonNode schema) {}

  /**
   * @param content schemas by media type
   * @param headers that must be there
   */
  record Reply(Map<String, JsonNode> content, Set<String> headers) {}

  Operation {
    parameters = List.copyOf(parameters);
    schemes = List.copyOf(schemes);
  }

  boolean isOpen() {
    return schemes.isEmpty();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
